package dev.parallelexec.plan;

import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tasks that the POM writes out. What one of them does not say, it takes from its list. */
final class Written {
  private final Request request;
  private final List<TaskSpec> said;
  private final Problems problems;
  private final Values values;
  private final Calls calls;

  private Written(Request request, List<TaskSpec> said, Problems problems) {
    this.request = request;
    this.said = said;
    this.problems = problems;
    this.values = new Values(problems);
    this.calls = new Calls(problems);
  }

  static Plan plan(Request request, List<TaskSpec> said, Problems problems) {
    Written written = new Written(request, said, problems);
    List<String> others = Scope.of(request.sources()).sources();
    if (request.sources().itemSeparator() != null) {
      others = new ArrayList<>(others);
      others.add("itemSeparator");
    }
    if (!others.isEmpty()) {
      problems.add(
          "tasks cannot stand together with "
              + String.join(", ", others)
              + ": a list is written out, or made from items");
    }
    List<Task> tasks = written.tasks();
    return list(written.calls.distinct(), tasks);
  }

  /** A plan of tasks that are there. */
  static Plan list(List<Task> tasks) {
    return list(tasks.stream().map(Task::call).distinct().toList(), tasks);
  }

  private static Plan list(List<Call> calls, List<Task> tasks) {
    boolean contends = tasks.stream().anyMatch(task -> task.claims().contends());
    return new Plan(calls, "tasks", tasks.size(), contends, () -> new Walk(tasks));
  }

  /** A walk over tasks that are there. */
  static Tasks walk(List<Task> tasks) {
    return new Walk(tasks);
  }

  /** A walk over no tasks. */
  static Tasks none() {
    return new Walk(List.of());
  }

  private List<Task> tasks() {
    Ids ids = new Ids();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < said.size(); i++) {
      reserve(i, places, ids);
    }
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      tasks.add(task(i, ids));
    }
    return tasks;
  }

  /** Ids that are written come first: those that are made give way to them. */
  private void reserve(int index, Map<String, Integer> places, Ids ids) {
    String id = id(index);
    if (id == null) {
      return;
    }
    Integer taken = places.putIfAbsent(id, index);
    if (taken != null) {
      problems.add(
          "id of task " + (index + 1),
          id,
          "an id of its own; task " + (taken + 1) + " has this one");
    }
    ids.reserve(id);
  }

  private @Nullable String id(int index) {
    String id = said.get(index).id();
    return id == null || id.isBlank() ? null : id.strip();
  }

  private Task task(int index, Ids ids) {
    TaskSpec spec = said.get(index);
    String given = id(index);
    String suffix = " of task " + (index + 1) + (given == null ? "" : " (" + given + ")");
    CallSpec list = request.call();
    CallSpec own = spec.call();
    boolean inherits = own.arguments() == null;
    CallSpec whole =
        new CallSpec(
            own.named() ? own.function() : list.function(),
            own.named() ? own.mainClass() : list.mainClass(),
            inherits ? list.arguments() : own.arguments(),
            none(own.successCodes()) ? list.successCodes() : own.successCodes());
    Call call = calls.call(suffix, whole);
    Claiming claims =
        Claiming.of(spec.claims().or(request.claims()), suffix, Scope.TASKS, problems);
    Assembly assembly =
        Assembly.of(
            call,
            new Assembly.Templates(
                "arguments" + (inherits ? "" : suffix),
                whole.arguments(),
                request.properties(),
                claims),
            Scope.TASKS,
            problems);
    String id = given == null ? ids.unique(simple(call), index) : given;
    Limits limits = limits(spec, suffix);
    if (!problems.isEmpty()) {
      // Its templates may be wrong; nobody will see this task.
      return new Task(index, id, call, Arguments.NONE, Map.of(), limits);
    }
    Place place = new Place(index, id, null);
    return new Task(
        index,
        id,
        call,
        assembly.argumentsAt(place),
        assembly.propertiesAt(place),
        limits,
        claims.at(place));
  }

  private static boolean none(@Nullable List<?> list) {
    return list == null || list.isEmpty();
  }

  /** {@code Numbers::cube}. */
  private static String simple(Call call) {
    return call.text().substring(call.className().lastIndexOf('.') + 1);
  }

  private Limits limits(TaskSpec spec, String suffix) {
    Limits list = request.limits();
    if (spec.timeout() == null && spec.retries() == null && spec.idempotent() == null) {
      return list;
    }
    return new Limits(
        spec.timeout() == null
            ? list.timeout()
            : values.duration("timeout" + suffix, spec.timeout()),
        values.count("retries" + suffix, spec.retries(), list.retries(), 0),
        list.retryOn(),
        list.retryDelay(),
        values.bool("idempotent" + suffix, spec.idempotent(), list.idempotent()));
  }

  /** A walk over tasks that are there. */
  private static final class Walk implements Tasks {
    private final List<Task> tasks;
    private final Iterator<Task> rest;

    Walk(List<Task> tasks) {
      this.tasks = tasks;
      this.rest = tasks.iterator();
    }

    @Override
    public @Nullable Task next() {
      return rest.hasNext() ? rest.next() : null;
    }

    @Override
    public int size() {
      return tasks.size();
    }

    @Override
    public boolean listable() {
      return true;
    }

    @Override
    public void close() {}
  }
}
