package dev.parallelexec.mojo;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.process.LocalWorkers;
import dev.parallelexec.process.WorkerBase;
import dev.parallelexec.process.WorkerSpec;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the first worker needs, made ready on a thread of its own while the goal's thread looks up
 * what is called and opens the reports: half of both is loading classes, and a worker that starts
 * earlier ends earlier.
 */
final class Ahead {
  private final FutureTask<Ready> work;

  /**
   * Workers, and what they are started from.
   *
   * @param workers of this build
   * @param base of this list
   */
  record Ready(LocalWorkers workers, WorkerBase base) {}

  private Ahead(FutureTask<Ready> work) {
    this.work = work;
  }

  /**
   * Begins. What goes wrong is told by {@link #ready}.
   *
   * @param opening of the workers
   * @param leftOut files that tasks write, by absolute path
   */
  static Ahead of(Engines.Opening opening, WorkerSpec spec, Predicate<Path> leftOut) {
    FutureTask<Ready> work =
        new FutureTask<>(
            () -> {
              LocalWorkers workers = opening.open();
              return new Ready(workers, workers.base(spec, leftOut));
            });
    Thread thread = new Thread(work, "parallel-exec ahead");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      work.run();
    }
    return new Ahead(work);
  }

  /**
   * Waits for it, also where the thread is interrupted, which it then still is: it takes parts of a
   * second.
   *
   * @throws EngineException where Maven is being stopped, or workers cannot be had
   */
  Ready ready() throws EngineException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return work.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw told(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static EngineException told(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return cause instanceof EngineException e ? e : new EngineException("" + cause);
  }
}
