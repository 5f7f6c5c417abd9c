package dev.parallelexec.process;

import dev.parallelexec.task.Failure;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.FrameWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One worker JVM seen from Maven: its process, its channel and three threads.
 *
 * <pre>
 *   STARTING ──Hello, Setup, Ready──► READY ──EOF, quit, kill──► GONE (terminal)
 *       └────────────EOF, exit, time────────────────────────────►┘
 * </pre>
 *
 * <p>The reader thread starts the process, reads its frames and buries it; it tells the guest, who
 * is whoever uses the worker at the time. The other two drain standard output and error, always,
 * because a full pipe would stop the user's code.
 */
final class WorkerProcess implements Worker {
  /** A JVM on a busy machine may take long to start; one that takes longer than this hangs. */
  private static final long HELLO_SECONDS = 120;

  /** A process whose channel is closed ends at once; what does not is ended. */
  private static final long BURIAL_MILLIS = 2_000;

  /** Starts the process and tells the worker over its stdin where to knock. */
  interface Starter {
    Process start(String stdinLine) throws IOException;
  }

  private final Door door;
  private final Frame.Setup setup;
  private final Tail lastWords = new Tail();
  private final Thread reader;
  private Guest guest;
  private boolean gone;
  private volatile boolean ready;
  private volatile boolean ended;
  private volatile long pid;
  private volatile @Nullable Process process;
  private volatile @Nullable FrameWriter writer;
  private volatile Door.@Nullable Channel channel;
  private volatile @Nullable Failure initializer;
  private volatile @Nullable String trouble;

  WorkerProcess(Door door, Frame.Setup setup, Guest guest, Starter starter) {
    this.door = door;
    this.setup = setup;
    this.guest = guest;
    this.reader = new Thread(() -> live(starter), "parallel-exec worker " + setup.slot());
    reader.setDaemon(true);
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public int slot() {
    return setup.slot();
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public boolean isReady() {
    return ready && !ended;
  }

  @Override
  public synchronized boolean attach(Guest next) {
    guest = next;
    return !gone;
  }

  private synchronized Guest guest() {
    return guest;
  }

  @Override
  public void write(Frame frame) {
    put(frame, false);
  }

  @Override
  public void send(Frame frame) {
    put(frame, true);
  }

  @Override
  public void flush() {
    FrameWriter to = writer;
    try {
      if (to != null) {
        to.flush();
      }
    } catch (IOException e) {
      closeChannel();
    }
  }

  private void put(Frame frame, boolean flush) {
    FrameWriter to = writer;
    try {
      if (to != null && flush) {
        to.send(frame);
      } else if (to != null) {
        to.write(frame);
      }
    } catch (IOException e) {
      closeChannel();
    }
  }

  @Override
  public void quit() {
    ended = true;
    send(new Frame.Quit());
  }

  @Override
  public void kill() {
    ended = true;
    Process dying = process;
    if (dying != null) {
      List<ProcessHandle> below = dying.descendants().toList();
      dying.destroyForcibly();
      below.forEach(ProcessHandle::destroyForcibly);
    }
    closeChannel();
  }

  /** Waits until it is buried; false where the time was not enough. */
  boolean awaitGone(long millis) throws InterruptedException {
    reader.join(Math.max(1, millis));
    return !reader.isAlive();
  }

  private void live(Starter starter) {
    List<Thread> drains = new ArrayList<>();
    try {
      Door.Guest expected = door.expect();
      try {
        Process started = starter.start(expected.line());
        process = started;
        pid = started.pid();
        if (ended) {
          kill();
        }
        drains.add(Drain.start(started.getInputStream(), reader.getName() + " stdout", this::out));
        drains.add(Drain.start(started.getErrorStream(), reader.getName() + " stderr", this::err));
        channel = connected(expected.connected(), started);
      } finally {
        door.forget(expected);
      }
      converse();
    } catch (IOException e) {
      trouble = e.getMessage();
    } catch (Throwable e) {
      // Whatever it is, who waits for this worker has to hear of its end.
      trouble = e instanceof InterruptedException ? "interrupted" : e.toString();
    }
    bury(drains);
  }

  private Door.Channel connected(CompletableFuture<Door.Channel> connected, Process started)
      throws IOException, InterruptedException {
    CompletableFuture<Process> exit = started.onExit();
    try {
      CompletableFuture.anyOf(connected, exit).get(HELLO_SECONDS, TimeUnit.SECONDS);
      if (connected.isDone()) {
        return connected.get();
      }
      throw new IOException("it ended before it said hello");
    } catch (TimeoutException e) {
      throw new IOException("it did not say hello within " + HELLO_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void converse() throws IOException {
    Door.Channel open = channel;
    if (open == null) {
      return;
    }
    FrameReader in = open.reader();
    writer = new FrameWriter(open.socket().getOutputStream());
    send(setup);
    for (Frame frame = in.read(); frame != null; frame = in.read()) {
      if (ready) {
        guest().frame(this, frame);
      } else if (frame instanceof Frame.Ready said) {
        initializer = said.failure();
        if (said.failure() != null) {
          return;
        }
        ready = true;
        guest().ready(this);
      } else if (frame instanceof Frame.Output output) {
        raw(output.err(), output.bytes(), output.bytes().length);
      } else {
        throw new IOException("unexpected " + frame.kind() + " frame before it was ready");
      }
    }
  }

  private void out(byte[] bytes, int length) {
    raw(false, bytes, length);
  }

  private void err(byte[] bytes, int length) {
    raw(true, bytes, length);
  }

  private void raw(boolean err, byte[] bytes, int length) {
    lastWords.add(bytes, length);
    guest().raw(this, err, bytes, length);
  }

  private void bury(List<Thread> drains) {
    boolean wasReady = ready;
    ended = true;
    closeChannel();
    Integer exit = exitCode();
    try {
      for (Thread drain : drains) {
        drain.join(200);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ExitWords words = exit == null ? null : ExitWords.of(exit);
    String why = words != null ? words.sentence() : "it could not be started";
    String more = trouble == null ? "" : "; " + trouble;
    String signal = words == null ? "" : words.signal();
    Death death = new Death(initializer, wasReady, exit, why + more, signal, lastWords.text());
    Guest last;
    synchronized (this) {
      gone = true;
      last = guest;
    }
    last.gone(this, death);
  }

  private @Nullable Integer exitCode() {
    Process dying = process;
    if (dying == null) {
      return null;
    }
    try {
      if (!dying.waitFor(BURIAL_MILLIS, TimeUnit.MILLISECONDS)) {
        kill();
        dying.waitFor(BURIAL_MILLIS, TimeUnit.MILLISECONDS);
      }
      return dying.isAlive() ? null : dying.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void closeChannel() {
    Door.Channel open = channel;
    if (open != null) {
      try {
        open.socket().close();
      } catch (IOException e) {
        // Closed or not, nobody will use it again.
        return;
      }
    }
  }
}
