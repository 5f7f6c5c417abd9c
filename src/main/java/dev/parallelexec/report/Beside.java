package dev.parallelexec.report;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Two pieces of work at once, the one on this thread and the other on a thread of its own. When a
 * list has ended its workers have nothing to do, so that there is a processor for both.
 */
final class Beside {
  private Beside() {}

  /** Work that can fail. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * Does both. Returns when both have ended, also where this thread is interrupted, which it then
   * still is. Where there is no thread to be had, the one is done after the other.
   *
   * @throws IOException what {@code here} or {@code there} threw; of two failures the first, with
   *     the other beside it. Likewise any other exception or error
   */
  static void run(Work here, Work there) throws IOException {
    FutureTask<Void> other =
        new FutureTask<>(
            () -> {
              there.run();
              return null;
            });
    Thread thread = new Thread(other, "parallel-exec reports");
    thread.setDaemon(true);
    Throwable failure = null;
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      other.run();
    }
    try {
      here.run();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    Throwable beside = failureOf(other);
    if (failure == null) {
      failure = beside;
    } else if (beside != null) {
      failure.addSuppressed(beside);
    }
    rethrow(failure);
  }

  private static @Nullable Throwable failureOf(FutureTask<Void> other) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          other.get();
          return null;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          return e.getCause();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
