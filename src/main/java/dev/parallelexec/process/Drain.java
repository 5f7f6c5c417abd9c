package dev.parallelexec.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads a pipe to its end, always, because a full pipe would stop the process that writes. */
final class Drain {
  private static final int BYTES = 8 * 1024;

  private Drain() {}

  /** Gets what was read; the array is used again. */
  interface Sink {
    void take(byte[] bytes, int length);

    /** Nothing more comes. */
    default void end() {}
  }

  /** Starts a daemon thread that ends with the pipe. */
  static Thread start(InputStream pipe, String name, Sink sink) {
    Thread thread = new Thread(() -> read(pipe, sink), name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Waits until all have ended, for so long together. */
  static void awaitAll(List<Thread> drains, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      for (Thread drain : drains) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        drain.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void read(InputStream pipe, Sink sink) {
    byte[] bytes = new byte[BYTES];
    try (pipe) {
      for (int n = pipe.read(bytes); n >= 0; n = pipe.read(bytes)) {
        sink.take(bytes, n);
      }
    } catch (IOException e) {
      // The process is gone, and with it what it had to say.
      return;
    } finally {
      sink.end();
    }
  }
}
