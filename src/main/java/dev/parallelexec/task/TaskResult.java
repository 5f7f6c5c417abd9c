package dev.parallelexec.task;

import java.util.List;

/**
 * A task and all its attempts.
 *
 * @param task the task
 * @param attempts in order, at least one; the last one decides
 */
public record TaskResult(Task task, List<Attempt> attempts) {
  /** Copies the attempts. */
  public TaskResult {
    attempts = List.copyOf(attempts);
    if (attempts.isEmpty()) {
      throw new IllegalArgumentException("a result has at least one attempt");
    }
  }

  /** The attempt that decides. */
  public Attempt last() {
    return attempts.get(attempts.size() - 1);
  }

  /** How the task ended. */
  public Outcome outcome() {
    return last().outcome();
  }

  /** Passed, but not at the first attempt. */
  public boolean flaky() {
    return outcome() == Outcome.PASSED && attempts.size() > 1;
  }

  /** What its attempts left behind, in order. */
  public List<String> leaks() {
    return attempts.size() == 1
        ? last().leaks()
        : attempts.stream().flatMap(attempt -> attempt.leaks().stream()).toList();
  }

  /** The arguments that the last attempt was given. */
  public List<String> arguments() {
    return last().withoutArguments() ? List.of() : task.arguments().at(last().span().slot());
  }
}
