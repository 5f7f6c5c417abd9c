package dev.parallelexec.jvm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The same work on many values, on all processors, for as long as that takes. */
final class Spread {
  private Spread() {}

  /**
   * Does the work for each value and waits.
   *
   * @param work called on any of the threads, at once
   * @param otherwise what stands for work that threw, and for what is left when the thread is
   *     interrupted; the interrupt stays set
   */
  static <A, B> Map<A, B> over(List<A> values, Function<A, B> work, Function<A, B> otherwise) {
    Map<A, B> results = new HashMap<>();
    if (values.size() <= 1) {
      for (A value : values) {
        results.put(value, work.apply(value));
      }
      return results;
    }
    values.forEach(value -> results.put(value, otherwise.apply(value)));
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(Runtime.getRuntime().availableProcessors(), values.size()),
            task -> {
              Thread thread = new Thread(task, "parallel-exec-scan");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<A, Future<B>> futures = new HashMap<>();
      values.forEach(value -> futures.put(value, threads.submit(() -> work.apply(value))));
      for (Map.Entry<A, Future<B>> future : futures.entrySet()) {
        put(results, future);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
    return results;
  }

  private static <A, B> void put(Map<A, B> results, Map.Entry<A, Future<B>> future)
      throws InterruptedException {
    try {
      results.put(future.getKey(), future.getValue().get());
    } catch (ExecutionException e) {
      // The value keeps what stands for it otherwise.
    }
  }
}
