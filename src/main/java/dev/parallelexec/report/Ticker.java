package dev.parallelexec.report;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something some ten times a second, in a daemon thread of its own, until it is closed. */
final class Ticker implements AutoCloseable {
  /** People do not see more, and terminals are slow. */
  private static final long MILLIS = 100;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Does nothing yet.
   *
   * @param tick must not throw; one call has ended before the next begins
   */
  Ticker(String name, Runnable tick) {
    thread = new Thread(() -> run(tick), name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run(Runnable tick) {
    try {
      while (!closed.await(MILLIS, TimeUnit.MILLISECONDS)) {
        tick.run();
      }
    } catch (InterruptedException e) {
      // Only a JVM that is coming to its end interrupts it; nobody waits for ticks then.
      Thread.currentThread().interrupt();
    }
  }

  /** Does not wait for a tick that is under way. The second call does nothing. */
  @Override
  public void close() {
    closed.countDown();
  }
}
