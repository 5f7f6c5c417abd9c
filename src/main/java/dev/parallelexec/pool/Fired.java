package dev.parallelexec.pool;

import dev.parallelexec.task.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task list that runs on while the build does. For any thread. */
public final class Fired {
  private final ListRun run;
  private final CompletableFuture<ListResult> result = new CompletableFuture<>();

  Fired(ListRun run) {
    this.run = run;
  }

  void start(String name) {
    Thread feeder =
        new Thread(
            () -> {
              try {
                result.complete(run.run());
              } catch (EngineException | InterruptedException | RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            name);
    feeder.setDaemon(true);
    feeder.start();
  }

  /** Whether every task has ended and the workers are given back. */
  public boolean done() {
    return result.isDone();
  }

  /**
   * Waits for all tasks.
   *
   * @param limit past it, what still runs and what has not started is cancelled; zero is none
   * @throws EngineException where the list as a whole could not be run
   * @throws InterruptedException where this thread was interrupted; the tasks run on
   */
  public ListResult collect(Duration limit) throws EngineException, InterruptedException {
    try {
      if (!limit.isZero()) {
        return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException e) {
      run.stop(Outcome.CANCELLED, "collect's totalTimeout was over");
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
    return await();
  }

  /** Ends all tasks at once and waits until they are gone. */
  public ListResult cancel(String reason) throws EngineException, InterruptedException {
    run.stop(Outcome.CANCELLED, reason);
    return await();
  }

  private ListResult await() throws EngineException, InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static EngineException unwrapped(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause instanceof EngineException known
        ? known
        : new EngineException("The task list ended unexpectedly: " + cause, e);
  }
}
