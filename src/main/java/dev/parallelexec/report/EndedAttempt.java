package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;

/**
 * An attempt and its place in the list's time. The clock is the reports' own: it has more than
 * milliseconds, and on a slot one attempt never begins before the one before it has ended, whatever
 * the worker's clock said.
 *
 * @param attempt how it ended; long texts of it are cut
 * @param waitNanos how long it waited for a worker, 0 or more
 * @param startNanos when it started, since the list began
 */
record EndedAttempt(Attempt attempt, long waitNanos, long startNanos) {
  /** When it ended, since the list began. */
  long endNanos() {
    return startNanos + attempt.span().nanos();
  }

  /** Whether a worker ever had it. */
  boolean ran() {
    return attempt.number() > 0 && attempt.span().slot() > 0;
  }
}
