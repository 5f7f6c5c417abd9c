package dev.parallelexec.pool;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs something once when a time is over, unless it is closed before. */
final class Deadline implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);

  private Deadline() {}

  /** Starts the clock; a zero limit never ends. */
  static Deadline of(Duration limit, Runnable over) {
    Deadline deadline = new Deadline();
    if (!limit.isZero()) {
      Thread thread = new Thread(() -> deadline.watch(limit, over), "parallel-exec total timeout");
      thread.setDaemon(true);
      thread.start();
    }
    return deadline;
  }

  private void watch(Duration limit, Runnable over) {
    try {
      if (!closed.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        over.run();
      }
    } catch (InterruptedException e) {
      // Nobody but a dying JVM interrupts this thread; the list then ends by other means.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
