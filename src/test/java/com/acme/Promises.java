package com.acme;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Functions that return before they have a result. */
public final class Promises {
  private Promises() {}

  /** Its result comes once the function has returned: nobody else waits for that thread. */
  public static Future<Integer> cube(int number) {
    Thread caller = Thread.currentThread();
    FutureTask<Integer> cube =
        new FutureTask<>(
            () -> {
              while (caller.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
              }
              return number * number * number;
            });
    new Thread(cube, "cubes").start();
    return cube;
  }

  public static CompletionStage<Future<Integer>> inAnother(int number) {
    return CompletableFuture.supplyAsync(() -> cube(number)).minimalCompletionStage();
  }

  public static CompletionStage<Void> nothing() {
    return CompletableFuture.runAsync(() -> {});
  }

  public static CompletableFuture<Integer> sum(List<Integer> numbers) {
    return CompletableFuture.supplyAsync(() -> numbers.stream().mapToInt(Integer::intValue).sum());
  }

  public static CompletionStage<String> fails(String why) {
    return CompletableFuture.supplyAsync(() -> fail(why)).thenApply(text -> text + "!");
  }

  private static String fail(String why) {
    throw new IllegalStateException(why);
  }

  public static Future<String> cancelled() {
    CompletableFuture<String> cancelled = new CompletableFuture<>();
    cancelled.cancel(true);
    return cancelled;
  }

  public static CompletableFuture<Object> itself() {
    CompletableFuture<Object> itself = new CompletableFuture<>();
    itself.complete(itself);
    return itself;
  }
}
