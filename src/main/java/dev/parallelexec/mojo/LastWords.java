package dev.parallelexec.mojo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Does something for each of several while the JVM is being shut down, and waits for it no longer
 * than a while: a console that nobody reads, as behind a pager, blocks for ever whoever writes to
 * it, and Maven has to end all the same.
 */
final class LastWords {
  private LastWords() {}

  /**
   * Does it, for all at once, so that one that blocks does not keep the others from it.
   *
   * @param limit for all of them together; what has not ended then is left alone, in daemon threads
   */
  static <T> void within(Duration limit, Collection<T> all, Consumer<T> farewell) {
    long end = System.nanoTime() + limit.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (T one : all) {
      Thread thread = new Thread(() -> farewell.accept(one), "parallel-exec farewell");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      // Somebody has even less time than we have.
      Thread.currentThread().interrupt();
    }
  }
}
