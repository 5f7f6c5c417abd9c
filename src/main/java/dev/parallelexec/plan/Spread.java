package dev.parallelexec.plan;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tasks that items make, one an item; pulled lazily, so that no list of them ever exists. */
final class Spread implements Tasks {
  private final Items items;
  private final Items.Walk walk;
  private final Assembly assembly;
  private final Limits limits;
  private final Ids ids = new Ids();
  private int index;
  private boolean ended;

  private Spread(Items items, Assembly assembly, Limits limits) {
    this.items = items;
    this.walk = items.open();
    this.assembly = assembly;
    this.limits = limits;
  }

  static Plan plan(Request request, Problems problems) {
    Sources said = request.sources();
    Scope scope = Scope.of(said);
    if (scope.sources().isEmpty()) {
      problems.add(
          "there is no task source: write <tasks>, or a <function> or <mainClass> with <items>,"
              + " <files>, <linesFile>, <range>, <itemsFunction> or <matrix>");
      return Written.list(List.of());
    }
    if (said.itemSeparator() != null && said.itemSeparator().isEmpty()) {
      problems.add("itemSeparator", "", "a text of at least one character");
      return Written.list(List.of());
    }
    Call call = new Calls(problems).call("", request.call());
    Claiming claims = Claiming.of(request.claims(), "", scope, problems);
    Assembly assembly =
        Assembly.of(
            call,
            new Assembly.Templates(
                "arguments", request.call().arguments(), request.properties(), claims),
            scope,
            problems);
    // A matrix that lacks a column is told by the scope, once; here only what itemSeparator splits.
    int highest = problems.isEmpty() ? assembly.highestColumn() : 0;
    Items items = Items.of(said, new Columns(said.itemSeparator(), highest), problems);
    return new Plan(
        List.of(call),
        items.origin(),
        items.size(),
        claims.contends(),
        () -> new Spread(items, assembly, request.limits()));
  }

  @Override
  public @Nullable Task next() throws PlanException, InterruptedException {
    if (ended) {
      return null;
    }
    // Stays so where a source breaks: what follows a broken source is not run.
    ended = true;
    Item item = walk.next();
    if (item == null) {
      return null;
    }
    String complaint = items.columns().complaint(item);
    if (complaint != null) {
      throw new PlanException(complaint);
    }
    if (index == Integer.MAX_VALUE) {
      throw new PlanException("more than " + Integer.MAX_VALUE + " tasks are too many");
    }
    ended = false;
    return task(item);
  }

  private Task task(Item item) {
    Place place = new Place(index, ids.unique(item.name(), index), item);
    index++;
    return new Task(
        place.index(),
        place.id(),
        assembly.call(),
        assembly.argumentsAt(place),
        assembly.propertiesAt(place),
        limits,
        assembly.claims().at(place));
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public boolean listable() {
    return items.listable();
  }

  @Override
  public void close() {
    ended = true;
    walk.close();
  }
}
