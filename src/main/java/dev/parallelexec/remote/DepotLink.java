package dev.parallelexec.remote;

import dev.parallelexec.remote.depot.Depot;
import dev.parallelexec.remote.depot.Texts;
import dev.parallelexec.remote.depot.Trouble;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
public final class DepotLink implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /** How long the program's goodbye may take. */
  private static final long BYE_MILLIS = 2_000;

  private final Starter starter;
  private final ExecutorService thread;
  private boolean startedAgain;
  private String place = "";
  private volatile @Nullable Open open;
  private volatile boolean closed;

  /** How the program comes to its node. */
  public interface Starter {
    /** What a sentence begins with, as {@code "launcher: "}. */
    String self();

    /** Starts it there. Blocks until it can be spoken with. */
    Connection start() throws IOException, InterruptedException;

    /** The jar that it is made from, which it is sent first; empty where it has it. */
    byte[] jar();
  }

  /** The way to the program. */
  public interface Connection {
    /** The node's name. */
    String node();

    /** What the program says. */
    InputStream in();

    /** What it hears. */
    OutputStream out();

    /** Waits for the program's end; false where that has not come in time. */
    boolean ended(long millis) throws InterruptedException;

    /**
     * What is known of a program that does not answer, as the end of a sentence. May wait for a
     * moment.
     *
     * @param seen what was noticed first
     */
    String how(IOException seen) throws InterruptedException;

    /** Ends it, or at least all that is here. The second call does nothing. */
    void kill();
  }

  /** A request and its answer; done once more where the link broke meanwhile. */
  interface Exchange<T> {
    T with(Open link) throws IOException;
  }

  /** Starts nothing yet. */
  public DepotLink(Starter starter) {
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
    private final Connection connection;
    private String store = "";
    private String directory = "";

    private Open(Connection connection) {
      this.connection = connection;
      node = connection.node();
      in = new DataInputStream(new BufferedInputStream(connection.in(), BUFFER));
      out = new DataOutputStream(new BufferedOutputStream(connection.out(), BUFFER));
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
      throw new IOException(starter.self() + "the build is at its end", e);
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
      link.connection.kill();
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
      link.connection.kill();
      open = null;
      throw new IOException(
          starter.self() + "its files were at %s and would now be at %s".formatted(before, place));
    }
    return link;
  }

  private String broken(Open link, IOException e) throws InterruptedException {
    String how = link.connection.how(e);
    link.connection.kill();
    return starter.self()
        + "the program that keeps files on node %s has ended: %s".formatted(link.node, how);
  }

  /** What a sentence about it begins with. */
  String self() {
    return starter.self();
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
      link.connection.kill();
    }
    thread.shutdownNow();
  }

  private static boolean bye(Open link) throws IOException, InterruptedException {
    link.out.writeByte(Depot.BYE);
    link.out.flush();
    return link.connection.ended(BYE_MILLIS);
  }
}
