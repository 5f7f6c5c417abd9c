package dev.parallelexec.report;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a list is shown.
 *
 * @param progress how people see that it goes on
 * @param slowAfter a task that runs longer is slow; zero for none
 * @param again tells how the list is run again; asked when somebody has to know, on any thread
 * @param ci what a CI service is told
 */
public record View(ProgressKind progress, Duration slowAfter, Supplier<Commands> again, Ci ci) {
  /**
   * Commands that run a list again, each in one line or more; empty where there is none.
   *
   * @param failed those tasks that ended without a pass
   * @param unfinished all tasks that did not pass
   */
  public record Commands(String failed, String unfinished) {
    /** No command is known. */
    public static final Commands NONE = new Commands("", "");
  }

  /** What a user gets who asks for nothing. */
  public static final View DEFAULT =
      new View(ProgressKind.AUTO, Duration.ofSeconds(60), Commands.NONE);

  /** Where no CI service reads along. */
  public View(ProgressKind progress, Duration slowAfter, Commands again) {
    this(progress, slowAfter, () -> again, Ci.NONE);
  }

  /** How long a task may run before it is slow; {@link Long#MAX_VALUE} where none ever is. */
  long slowNanos() {
    return slowAfter.isZero() ? Long.MAX_VALUE : slowAfter.toNanos();
  }
}
