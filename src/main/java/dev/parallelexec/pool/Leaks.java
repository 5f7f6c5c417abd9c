package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Labelled;
import dev.parallelexec.task.Outcome;
import java.util.List;

/** What it means that an attempt left something behind: a process, or a function's thread. */
public enum Leaks implements Labelled {
  /** It is told; the outcome stays. */
  WARN("warn"),
  /** An attempt that would have passed has failed. */
  FAIL("fail"),
  /** Nobody hears of it. */
  IGNORE("ignore");

  private final String label;

  Leaks(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** A phrase for people: {@code left behind: process 4711 (sleep 60), thread "poller"}. */
  public static String phrase(List<String> leaks) {
    return "left behind: " + String.join(", ", leaks);
  }

  /** The attempt as it counts. */
  Attempt judged(Attempt attempt) {
    if (attempt.leaks().isEmpty()) {
      return attempt;
    }
    boolean fails = this == FAIL && attempt.outcome() == Outcome.PASSED;
    return new Attempt(
        attempt.number(),
        fails ? Outcome.FAILED : attempt.outcome(),
        fails ? Attempt.NULL : attempt.value(),
        fails ? Failure.of(phrase(attempt.leaks())) : attempt.failure(),
        attempt.span(),
        attempt.withoutArguments(),
        this == IGNORE ? List.of() : attempt.leaks());
  }
}
