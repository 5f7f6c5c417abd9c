package dev.parallelexec.process;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * From the fork of a worker to its hello. A worker whose start was at fault is started once more,
 * in another way; nobody else hears of the first. For the worker's own thread.
 */
final class Arrival {
  private final Hosting around;
  private final Child child;
  private final Starter starter;
  private final BooleanSupplier ended;

  /**
   * Starts nothing yet.
   *
   * @param ended whether the worker is unwanted by now; who says so kills the child after that
   */
  Arrival(Hosting around, Child child, Starter starter, BooleanSupplier ended) {
    this.around = around;
    this.child = child;
    this.starter = starter;
    this.ended = ended;
  }

  /**
   * Its channel.
   *
   * @return null where it has not said hello in time, and is still there
   * @throws IOException where it ended before that, or could not be started
   */
  Door.@Nullable Channel channel() throws IOException, InterruptedException {
    Door.Channel open = once();
    while (!ended.getAsBoolean() && starter.startsAgain(open != null)) {
      if (open != null) {
        open.close();
      }
      child.discard();
      open = once();
    }
    if (open == null && !child.isAlive()) {
      throw new IOException("it ended before it said hello");
    }
    return open;
  }

  private Door.@Nullable Channel once() throws IOException, InterruptedException {
    Door.Guest expected = around.door().expect();
    try {
      child.start(expected.line(), ended);
      if (ended.getAsBoolean()) {
        child.kill();
      }
      return awaited(expected.connected());
    } finally {
      around.door().forget(expected);
    }
  }

  private Door.@Nullable Channel awaited(CompletableFuture<Door.Channel> connected)
      throws IOException, InterruptedException {
    try {
      Object unused =
          CompletableFuture.anyOf(connected, child.onExit())
              .get(around.patience().hello().toMillis(), TimeUnit.MILLISECONDS);
      return connected.isDone() ? connected.get() : null;
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }
}
