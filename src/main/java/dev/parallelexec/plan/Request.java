package dev.parallelexec.plan;

import dev.parallelexec.task.Limits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the POM says about one task list.
 *
 * @param call what every item's task runs, and what a written-out task runs that does not say
 * @param sources where items come from
 * @param tasks the list written out; null where left out, empty for a list without tasks
 * @param limits for every task that does not say
 * @param properties system properties of every task, as templates: those of {@code
 *     systemPropertyVariables} that are not {@link Template#isConstant constant}
 * @param claims of every task that does not say
 * @param selection which tasks run this time
 */
public record Request(
    CallSpec call,
    Sources sources,
    @Nullable List<TaskSpec> tasks,
    Limits limits,
    Map<String, String> properties,
    ClaimsSpec claims,
    Selection selection) {
  /** Whether nothing says what the tasks are, or what they come from. */
  public boolean sourceless() {
    return tasks == null && Scope.of(sources).sources().isEmpty();
  }

  /** Whether any task says what it reads or writes. */
  public boolean incremental() {
    return claims.files()
        || (tasks != null && tasks.stream().anyMatch(task -> task.claims().files()));
  }
}
