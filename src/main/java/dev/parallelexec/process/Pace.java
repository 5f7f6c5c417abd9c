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

  /** A {@code fixed} size, or 0 to adapt. */
  Pace(int fixed) {
    this.fixed = fixed;
  }

  void took(long nanos) {
    long all = nanos + OVERHEAD_NANOS;
    average = average == 0 ? all : average + (all - average) / 8;
  }

  /** How many a worker may hold at once, the running one included. */
  int ahead() {
    if (fixed > 0) {
      return fixed;
    } else if (average == 0 || average > LONG_NANOS) {
      return 1;
    }
    return 1 + (int) Math.max(1, Math.min(MOST, BATCH_NANOS / average));
  }
}
