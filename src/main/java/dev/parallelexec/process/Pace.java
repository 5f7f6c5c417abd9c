package dev.parallelexec.process;

import java.util.concurrent.TimeUnit;

/**
 * How many attempts a worker is sent ahead. Batches are a matter of the wire alone: results and
 * blame stay per task. A batch grows while it lasts no longer than a few milliseconds, so that a
 * worker never waits for Maven, and hardly a task waits behind another; long tasks are sent one by
 * one. Guarded by its engine's lock.
 */
final class Pace {
  /** A batch should last about so long: some thirty times a round trip with a sleeping thread. */
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Above this, a round trip costs less than one part in two hundred: nothing is sent ahead. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** What the shortest task costs around the user's code. */
  private static final long OVERHEAD_NANOS = 2_000;

  private static final int MOST = 256;

  private final int fixed;
  private long average;
  private int ahead;

  /** A {@code fixed} size, or 0 to adapt. */
  Pace(int fixed) {
    this.fixed = fixed;
    this.ahead = fixed > 0 ? fixed : 1;
  }

  /**
   * A task has ended. The division is here and not in {@link #ahead}, which is asked in loops: C2
   * of JDK 17 moved it out of them, above the test for an average of 0, and Maven's JVM ended by
   * SIGFPE (as in JDK-8331717).
   */
  void took(long nanos) {
    long all = nanos + OVERHEAD_NANOS;
    average = average == 0 ? all : average + (all - average) / 8;
    if (fixed == 0) {
      boolean isLong = average > LONG_NANOS;
      ahead = isLong ? 1 : 1 + (int) Math.max(1, Math.min(MOST, BATCH_NANOS / average));
    }
  }

  /** How many a worker may hold at once, the running one included. */
  int ahead() {
    return ahead;
  }
}
