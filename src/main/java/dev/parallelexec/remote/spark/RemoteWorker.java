package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A worker that Spark has, or is to have: what its messages come to. One thread tells it; the rest
 * is for any.
 */
final class RemoteWorker implements Placement.Placed {
  /** Of one whose own is not known; what ssh says, too, when the link was at fault. */
  private static final int NO_EXIT = 255;

  private final CompletableFuture<RemoteWorker> placed = new CompletableFuture<>();
  private final RemoteProcess process;
  private volatile String node = "a node of Spark's";
  private volatile boolean lost;
  private volatile boolean unwanted;

  /** What has it ended where it is. */
  RemoteWorker(Runnable killer) {
    this.process =
        new RemoteProcess(
            () -> {
              unwanted = true;
              killer.run();
            });
  }

  /** Done when it runs; fails with an {@link IOException} where it will not, with why. */
  CompletableFuture<RemoteWorker> placed() {
    return placed;
  }

  /** Whether it will not be heard of again. */
  boolean isOver() {
    return !process.isAlive();
  }

  /** One that the driver sends of it. */
  void hear(Message message) {
    switch (message.kind()) {
      case PLACED -> {
        List<String> texts = message.texts();
        node = texts.get(0);
        process.started(Long.parseLong(texts.get(1)));
        placed.complete(this);
      }
      case OUT -> process.out().put(message.body());
      case ERR -> process.err().put(message.body());
      case EXIT -> process.ended(Integer.parseInt(message.text()));
      case LOST -> lost(message.text());
      case REFUSED -> {
        process.ended(NO_EXIT);
        placed.completeExceptionally(new IOException(message.text()));
      }
      case SETTINGS, READY, BROKEN, START, KILL, HELLO ->
          throw new IllegalArgumentException("a driver says nothing like " + message.kind());
    }
  }

  /** Its place is gone, and nobody knows how it ended. */
  void lost(String why) {
    if (!process.isAlive()) {
      return;
    }
    lost = !unwanted;
    String words = "parallel-exec: " + node + " was lost: " + why + "\n";
    process.err().put(words.getBytes(StandardCharsets.UTF_8));
    process.ended(NO_EXIT);
    placed.completeExceptionally(new IOException(why));
  }

  @Override
  public Process process() {
    return process;
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public boolean lost() {
    return lost;
  }

  @Override
  public Placement.@Nullable Freight freight() {
    return null;
  }
}
