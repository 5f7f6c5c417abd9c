package dev.parallelexec.mojo;

import dev.parallelexec.plan.CallSpec;
import dev.parallelexec.plan.ClaimsSpec;
import dev.parallelexec.plan.FileSet;
import dev.parallelexec.plan.ItemFeed;
import dev.parallelexec.plan.Problems;
import dev.parallelexec.plan.Sources;
import dev.parallelexec.plan.TaskSpec;
import dev.parallelexec.plan.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** From the parameters that say what the tasks are to what the plan is made of. */
final class TaskConversion {
  private static final List<String> OF_TASK =
      List.of(
          "id",
          "function",
          "mainClass",
          "arguments",
          "successCodes",
          "timeout",
          "retries",
          "idempotent",
          "inputs",
          "outputs",
          "weight",
          "locks");
  private static final List<String> OF_FILES =
      List.of("directory", "includes", "excludes", "followSymlinks");

  private final TaskGoal goal;
  private final Problems problems;
  private final ExpressionEvaluator evaluator;

  TaskConversion(TaskGoal goal, Problems problems, ExpressionEvaluator evaluator) {
    this.goal = goal;
    this.problems = problems;
    this.evaluator = evaluator;
  }

  /**
   * What every task calls.
   *
   * @param written the names of the elements in the POM, which tell an empty list from none
   */
  CallSpec call(List<String> written) {
    List<String> arguments = PoolConversion.list(goal.arguments);
    boolean leftOut = arguments.isEmpty() && !written.contains("arguments");
    return new CallSpec(
        PoolConversion.text(goal.function),
        PoolConversion.text(goal.mainClass),
        leftOut ? null : nullable(arguments),
        goal.successCodes == null ? null : nullable(PoolConversion.list(goal.successCodes)));
  }

  /**
   * The sources.
   *
   * @param written the names of the elements in the POM, which tell an empty list from none
   * @param feed of the {@code itemsFunction}; null without one
   */
  Sources sources(List<String> written, @Nullable ItemFeed feed) {
    String linesFile = PoolConversion.text(goal.linesFile);
    Path lines = linesFile == null ? null : goal.basedir().resolve(linesFile).normalize();
    String separator = goal.itemSeparator;
    return new Sources(
        items(written),
        files(),
        lines,
        PoolConversion.text(goal.range),
        feed,
        matrix(),
        separator == null || separator.isEmpty() ? null : separator);
  }

  /** The list written out; null where it is left out. */
  @Nullable List<TaskSpec> tasks() {
    WrittenElement tasks = element(goal.tasks);
    if (tasks == null) {
      return null;
    }
    Children.check(problems, "tasks", tasks, List.of("task"));
    List<TaskSpec> specs = new ArrayList<>();
    for (WrittenElement task : tasks.children()) {
      if (task.name().equals("task")) {
        specs.add(task(task));
      }
    }
    return specs;
  }

  private TaskSpec task(WrittenElement task) {
    Children.check(problems, "tasks", task, OF_TASK);
    return new TaskSpec(
        task.text("id"),
        new CallSpec(
            task.text("function"),
            task.text("mainClass"),
            texts(task.child("arguments")),
            texts(task.child("successCodes"))),
        task.text("timeout"),
        task.text("retries"),
        task.text("idempotent"),
        new ClaimsSpec(
            texts(task.child("inputs")),
            texts(task.child("outputs")),
            texts(task.child("locks")),
            task.text("weight")));
  }

  /** What every task claims that does not say. */
  ClaimsSpec claims() {
    return new ClaimsSpec(
        said(goal.inputs), said(goal.outputs), said(goal.locks), PoolConversion.text(goal.weight));
  }

  private static @Nullable List<@Nullable String> said(@Nullable List<String> list) {
    return list == null ? null : nullable(PoolConversion.list(list));
  }

  private @Nullable List<@Nullable String> items(List<String> written) {
    WrittenElement items = element(goal.items);
    if (items != null && !items.children().isEmpty()) {
      return nullable(items.texts());
    }
    if (items != null && items.value() != null) {
      return nullable(Sources.split(items.value()));
    }
    return written.contains("items") ? List.of() : null;
  }

  private @Nullable FileSet files() {
    WrittenElement files = element(goal.files);
    if (files == null) {
      return null;
    }
    Children.check(problems, "files", files, OF_FILES);
    String directory = files.text("directory");
    if (directory == null) {
      problems.add("files: a <directory> is needed, as <directory>src/main/diagrams</directory>");
      return null;
    }
    return new FileSet(
        goal.basedir().resolve(directory).normalize(),
        patterns(files.child("includes")),
        patterns(files.child("excludes")),
        new Values(problems).bool("files followSymlinks", files.text("followSymlinks"), true));
  }

  private @Nullable List<List<@Nullable String>> matrix() {
    WrittenElement matrix = element(goal.matrix);
    if (matrix == null) {
      return null;
    }
    Children.check(problems, "matrix", matrix, List.of("items"));
    List<List<@Nullable String>> lists = new ArrayList<>();
    for (WrittenElement items : matrix.children()) {
      String text = items.text();
      lists.add(
          nullable(
              items.children().isEmpty() && text != null ? Sources.split(text) : items.texts()));
    }
    return lists;
  }

  private static List<String> patterns(@Nullable WrittenElement patterns) {
    if (patterns == null) {
      return List.of();
    }
    String text = patterns.text();
    List<String> given =
        patterns.children().isEmpty() && text != null ? Sources.split(text) : patterns.texts();
    return given.stream().map(String::trim).filter(pattern -> !pattern.isEmpty()).toList();
  }

  private static @Nullable List<@Nullable String> texts(@Nullable WrittenElement list) {
    return list == null ? null : nullable(list.texts());
  }

  private static List<@Nullable String> nullable(List<String> texts) {
    return new ArrayList<@Nullable String>(texts);
  }

  private @Nullable WrittenElement element(@Nullable PlexusConfiguration raw) {
    return raw == null ? null : WrittenElement.of(raw, evaluator);
  }
}
