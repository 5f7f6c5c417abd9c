package dev.parallelexec.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Plans lists for the tests. */
final class Lists {
  static final CallSpec CUBE = CallSpec.function("com.acme.Numbers::cube");

  private Lists() {}

  static Request request(CallSpec call, Sources sources) {
    return new Request(call, sources, null, Limits.NONE, Map.of(), ClaimsSpec.NONE, Selection.ALL);
  }

  static Request written(CallSpec list, TaskSpec... tasks) {
    return new Request(
        list, Sources.NONE, List.of(tasks), Limits.NONE, Map.of(), ClaimsSpec.NONE, Selection.ALL);
  }

  static List<Task> tasks(Request request) throws PlanException, InterruptedException {
    Problems problems = new Problems();
    Plan plan = Plan.of(request, problems);
    assertThat(problems.sentences()).isEmpty();
    return pull(plan);
  }

  static List<Task> pull(Plan plan) throws PlanException, InterruptedException {
    List<Task> tasks = new ArrayList<>();
    try (Tasks source = plan.open()) {
      for (Task task = source.next(); task != null; task = source.next()) {
        tasks.add(task);
      }
      assertThat(source.next()).isNull();
    }
    return tasks;
  }

  /** The arguments of every task, in slot 7. */
  static List<List<String>> arguments(Request request) throws PlanException, InterruptedException {
    return tasks(request).stream().map(task -> task.arguments().at(7)).toList();
  }

  static List<String> items(Sources sources) throws PlanException, InterruptedException {
    return arguments(request(CUBE.with(List.of("{item}")), sources)).stream()
        .map(list -> list.get(0))
        .toList();
  }

  static List<String> wrong(Request request) {
    Problems problems = new Problems();
    Plan plan = Plan.of(request, problems);
    assertThat(problems.isEmpty() || plan.size() == 0).isTrue();
    return problems.sentences();
  }

  static Sources range(String text) {
    return new Sources(null, null, null, text, null, null, null);
  }

  static Sources matrix(String... lists) {
    return new Sources(
        null, null, null, null, null, Arrays.stream(lists).map(Sources::split).toList(), null);
  }

  static Sources separated(String separator, String... items) {
    return new Sources(List.of(items), null, null, null, null, null, separator);
  }
}
