package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.Markers;
import dev.parallelexec.remote.NodeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A worker that Spark has, or is to have: what its messages come to. One thread tells it; the rest
 * is for any.
 */
final class RemoteWorker implements Placement.Placed {
  /** Of one whose own is not known. */
  private static final int NO_EXIT = 255;

  private final CompletableFuture<RemoteWorker> arrived = new CompletableFuture<>();
  private final CompletableFuture<Boolean> seen = new CompletableFuture<>();
  private final CompletableFuture<Object> noOutpost = new CompletableFuture<>();
  private final CompletableFuture<RemoteWorker> placed = new CompletableFuture<>();
  private final Post post;
  private final RemoteProcess process;
  private volatile String node = "a node of Spark's";
  private volatile String executor = "";
  private volatile String directory = "";
  private volatile @Nullable NodeFiles files;
  private volatile String loss = "";
  private volatile boolean unwanted;

  /** Tells it something, without blocking for long. */
  interface Post {
    void send(Message.Kind kind, List<String> texts);
  }

  /** One that was asked for. */
  RemoteWorker(Post post) {
    this.post = post;
    this.process =
        new RemoteProcess(
            () -> {
              unwanted = true;
              post.send(Message.Kind.KILL, List.of());
            });
  }

  /** Done when it has a place and can be asked about that; fails as {@link #placed} does. */
  CompletableFuture<RemoteWorker> arrived() {
    return arrived;
  }

  /** Where it has arrived, as Spark has it. */
  String executor() {
    return executor;
  }

  /** Where files are there that came along. */
  String directory() {
    return directory;
  }

  /** Whether it sees these files where it has arrived. Blocks. */
  boolean sees(Markers markers, Duration limit) throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>(List.of(markers.content()));
    markers.files().forEach(file -> texts.add(file.toString()));
    post.send(Message.Kind.LOOK, texts);
    return awaited(seen, limit, "has not looked for this machine's files");
  }

  /** Has what keeps files started where it has arrived. Blocks until that has called. */
  OutpostLink outpost(Outposts.Expected expected, String run, Duration limit)
      throws IOException, InterruptedException {
    post.send(Message.Kind.OUTPOST, List.of(expected.line(), run));
    Object unused =
        awaited(
            CompletableFuture.anyOf(expected.called(), noOutpost),
            limit,
            "has started what keeps files there, but that does not reach this machine at 'address'");
    return new OutpostLink(expected.take(), node);
  }

  private <T> T awaited(CompletableFuture<T> answer, Duration limit, String otherwise)
      throws IOException, InterruptedException {
    try {
      return limit.isZero() ? answer.get() : answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("engine spark: node %s %s".formatted(node, otherwise), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException told ? told : new IOException(String.valueOf(cause), e);
    }
  }

  /** Has it start, with files if they are brought and not there. */
  void go(Message order, @Nullable NodeFiles there) {
    files = there;
    post.send(order.kind(), order.texts());
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
      case ARRIVED -> {
        List<String> texts = message.texts();
        node = texts.get(0);
        executor = texts.get(1);
        directory = texts.get(2);
        arrived.complete(this);
      }
      case SEEN -> seen.complete(Boolean.valueOf(message.text()));
      case NO_OUTPOST ->
          noOutpost.completeExceptionally(
              new IOException(
                  "engine spark: what keeps files on node %s has ended: %s"
                      .formatted(node, message.text())));
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
        fail(message.text());
      }
      case SETTINGS, READY, BROKEN, START, KILL, HELLO, LOOK, OUTPOST, GO ->
          throw new IllegalArgumentException("a driver says nothing like " + message.kind());
    }
  }

  /** Its place is gone, and nobody knows how it ended. */
  void lost(String why) {
    if (!process.isAlive()) {
      return;
    }
    loss = unwanted ? "" : why;
    String words = "parallel-exec: " + node + " was lost: " + why + "\n";
    process.err().put(words.getBytes(StandardCharsets.UTF_8));
    process.ended(NO_EXIT);
    fail(why);
  }

  private void fail(String why) {
    for (CompletableFuture<?> hope : List.of(arrived, seen, noOutpost, placed)) {
      hope.completeExceptionally(new IOException(why));
    }
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
  public String loss() {
    return loss;
  }

  @Override
  public Placement.@Nullable Freight freight() {
    return files;
  }
}
