package dev.parallelexec.process;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * Asks workers on other machines, again and again, whether they are there, which tells them the
 * same of us. A link can be cut without a word; then both ends have to notice by themselves.
 */
final class Pulse implements AutoCloseable {
  private final Home home;
  private final Collection<WorkerProcess> all;

  /** Of one that is stopped the channel may be full, and a write last until its silence ends it. */
  private final ExecutorService writers = Executors.newCachedThreadPool(daemons());

  /** Asks those that are in the collection at the time, which is for several threads. */
  Pulse(Home home, Collection<WorkerProcess> all) {
    this.home = home;
    this.all = all;
  }

  /** Begins. */
  void start() {
    home.later(home.patience().silence().toNanos() / 3, this::beat);
  }

  private void beat() {
    all.forEach(worker -> writers.execute(worker::ping));
    start();
  }

  private static ThreadFactory daemons() {
    return work -> {
      Thread thread = new Thread(work, "parallel-exec pulse");
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    writers.shutdownNow();
  }
}
