package dev.parallelexec.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try of a task, ended.
 *
 * @param number from 1; 0 where the task never ran
 * @param outcome how it ended
 * @param value what it returned, as JSON text; {@code null} (the text) unless it passed
 * @param failure why it did not pass; null when it passed
 * @param span where and when
 * @param withoutArguments whether the defaulted arguments were dropped, because the function takes
 *     none
 * @param leaks what it left behind when it ended, a phrase each, as {@code process 4711 (sleep 60)}
 *     or {@code thread "poller"}; empty where it left nothing
 */
public record Attempt(
    int number,
    Outcome outcome,
    String value,
    @Nullable Failure failure,
    Span span,
    boolean withoutArguments,
    List<String> leaks) {
  /** The value of what returns nothing. */
  public static final String NULL = "null";

  /** Copies the leaks. */
  public Attempt {
    leaks = List.copyOf(leaks);
  }

  /** An attempt that did not pass. */
  public static Attempt failed(int number, Outcome outcome, Failure failure, Span span) {
    return new Attempt(number, outcome, NULL, failure, span, false, List.of());
  }

  /** A task that never ran. */
  public static Attempt cancelled(String reason) {
    return failed(0, Outcome.CANCELLED, Failure.of(reason), Span.NONE);
  }
}
