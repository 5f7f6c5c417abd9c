package dev.parallelexec.remote;

import dev.parallelexec.remote.depot.Depot;
import dev.parallelexec.remote.depot.Texts;
import dev.parallelexec.remote.depot.Trouble;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The program that keeps a build's files on a node, as it is seen from here. One thread of its own
 * speaks with it, so that who is interrupted leaves no half a request behind. For any thread.
 */
final class DepotLink implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /** How long the program's goodbye may take. */
  private static final long BYE_MILLIS = 2_000;

  private static final long LAST_MILLIS = 500;

  private final Starter starter;
  private final ExecutorService thread;
  private boolean startedAgain;
  private String place = "";
  private volatile @Nullable Open open;
  private volatile boolean closed;

  /** Starts the program on its node. Blocks until it has said its first line. */
  interface Starter {
    NodeShell.Answer start() throws IOException, InterruptedException;

    /** The jar that it is made from, which is sent behind that line. */
    byte[] jar();
  }

  /** A request and its answer; done once more where the link broke meanwhile. */
  interface Exchange<T> {
    T with(Open link) throws IOException;
  }

  DepotLink(Starter starter) {
    this.starter = starter;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "parallel-exec depot");
              made.setDaemon(true);
              return made;
            });
  }

  /** The program while it runs. For one thread. */
  static final class Open {
    final DataInputStream in;
    final DataOutputStream out;
    final String node;
    private final Process process;
    private final LastLines last = new LastLines();
    private final Thread drain;
    private String store = "";
    private String directory = "";

    private Open(NodeShell.Answer answer) {
      process = answer.process();
      node = answer.line();
      in = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
      out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER));
      drain = new Thread(this::drain, "parallel-exec depot stderr");
      drain.setDaemon(true);
      drain.start();
    }

    private void drain() {
      try (var from = process.errorReader()) {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
          last.add(line + "\n");
        }
      } catch (IOException e) {
        // It has ended.
      }
    }

    /** Where contents are kept there. */
    String store() {
      return store;
    }

    /** The build's directory there. */
    String directory() {
      return directory;
    }

    /** Reads how the answer begins. */
    void answered() throws IOException {
      out.flush();
      byte answer = in.readByte();
      if (answer == Depot.BAD) {
        throw new Trouble(Texts.read(in));
      } else if (answer != Depot.GOOD) {
        throw new IOException("an answer that is none: " + answer);
      }
    }
  }

  /**
   * Asks it, and starts it before that where it does not run. Blocks; who is interrupted does not
   * see what comes of it.
   *
   * @throws Trouble what it said
   * @throws IOException where it cannot be reached, even when it was started once more
   */
  <T> T ask(Exchange<T> exchange) throws IOException, InterruptedException {
    Future<T> future = submitted(() -> insisting(exchange));
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException told ? told : new IOException(String.valueOf(cause), e);
    }
  }

  private <T> Future<T> submitted(Callable<T> work) throws IOException {
    try {
      return thread.submit(work);
    } catch (RejectedExecutionException e) {
      throw new IOException("launcher: the build is at its end", e);
    }
  }

  private <T> T insisting(Exchange<T> exchange) throws IOException, InterruptedException {
    while (true) {
      Open link = open;
      try {
        link = link == null ? connected() : link;
        return exchange.with(link);
      } catch (Trouble e) {
        throw e;
      } catch (IOException e) {
        Open broken = open;
        open = null;
        if (broken == null) {
          throw e;
        }
        String sentence = broken(broken, e);
        if (startedAgain || closed) {
          throw new IOException(sentence, e);
        }
        startedAgain = true;
      }
    }
  }

  private Open connected() throws IOException, InterruptedException {
    Open link = new Open(starter.start());
    open = link;
    // Close may have looked before that.
    if (closed) {
      NodeShell.kill(link.process);
    }
    OutputStream out = link.out;
    out.write(starter.jar());
    out.flush();
    if (link.in.readInt() != Depot.HELLO) {
      throw new IOException("it says something else than it should");
    }
    link.store = Texts.read(link.in);
    link.directory = Texts.read(link.in);
    String before = place;
    place = link.node + ":" + link.directory;
    if (!before.isEmpty() && !before.equals(place)) {
      // Workers look for files where they were put first.
      NodeShell.kill(link.process);
      open = null;
      throw new IOException(
          "launcher: its files were at %s and would now be at %s".formatted(before, place));
    }
    return link;
  }

  private static String broken(Open link, IOException e) throws InterruptedException {
    boolean ended = link.process.waitFor(BYE_MILLIS, TimeUnit.MILLISECONDS);
    if (ended) {
      // What it wrote at last; but another may hold the pipe open.
      link.drain.join(LAST_MILLIS);
    }
    NodeShell.kill(link.process);
    String how = ended ? "exit code " + link.process.exitValue() : e.toString();
    return "launcher: the program that keeps files on node %s has ended: %s%s"
        .formatted(link.node, how, link.last.text());
  }

  /** Has it delete the build's files and end. Blocks for seconds at most. */
  @Override
  public void close() {
    closed = true;
    Open link = open;
    if (link != null) {
      try {
        Future<Boolean> bye = thread.submit(() -> bye(link));
        boolean unused = bye.get(BYE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        // It is busy, or gone: what it leaves is deleted by a later one.
      }
      NodeShell.kill(link.process);
    }
    thread.shutdownNow();
  }

  private static boolean bye(Open link) throws IOException, InterruptedException {
    link.out.writeByte(Depot.BYE);
    link.out.flush();
    return link.process.waitFor(BYE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
