package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.FrameWriter;
import dev.parallelexec.wire.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One worker JVM seen from Maven: its process, its channel and three threads.
 *
 * <pre>
 *   STARTING ──Hello──► INITIALIZING ──Ready──► READY ──EOF, quit, kill──► GONE (terminal)
 *       └──exit, time────────┴──EOF, kill────────────────────────────────►┘
 * </pre>
 *
 * <p>The reader thread starts the process, reads its frames and buries it; it tells the guest, who
 * is whoever uses the worker at the time. The other two are its {@linkplain Child process's}.
 */
final class WorkerProcess implements Worker {
  private final Hosting around;
  private final Frame.Setup setup;
  private final Starter starter;
  private final Child child;
  private final Marks marks;
  private final Thread reader;
  private Guest guest;
  private boolean gone;
  private volatile boolean ended;
  private volatile boolean quitting;
  private volatile Death.Stage stage = Death.Stage.STARTING;
  private volatile @Nullable FrameWriter writer;
  private volatile Door.@Nullable Channel channel;
  private volatile @Nullable Failure initializer;
  private volatile @Nullable String trouble;
  private volatile @Nullable String dump;
  private volatile boolean lost;
  private final AtomicBoolean pinging = new AtomicBoolean();

  WorkerProcess(Hosting around, Frame.Setup setup, Guest guest, Starter starter) {
    String name = "parallel-exec worker " + setup.slot();
    this.around = around;
    this.setup = setup;
    this.guest = guest;
    this.starter = starter;
    this.marks = new Marks(setup.marks());
    this.child = new Child(name, starter, marks, (err, b, n) -> guest().raw(this, err, b, n));
    this.reader = new Thread(this::live, name);
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
    return child.pid();
  }

  @Override
  public String node() {
    return starter.node();
  }

  @Override
  public boolean isReady() {
    return stage == Death.Stage.READY && !ended;
  }

  @Override
  public Death.Stage stage() {
    return stage;
  }

  @Override
  public @Nullable String whereabouts() {
    String all = dump;
    return all == null ? null : Dumps.thread(all, Dumps.TASK_THREAD);
  }

  @Override
  public synchronized boolean attach(Guest next) {
    guest = next;
    return !gone;
  }

  private synchronized Guest guest() {
    return guest;
  }

  /** What is done with the channel. */
  private interface Saying {
    void to(FrameWriter writer) throws IOException;
  }

  private void say(Saying what) {
    FrameWriter to = writer;
    try {
      if (to != null) {
        what.to(to);
      }
    } catch (IOException e) {
      closeChannel();
    }
  }

  @Override
  public void write(Frame frame) {
    say(to -> to.write(frame));
  }

  @Override
  public void send(Frame frame) {
    say(to -> to.send(marks.sends(frame)));
  }

  @Override
  public void flush() {
    say(FrameWriter::flush);
  }

  @Override
  public void sendAside(Frame frame) {
    Thread thread = new Thread(() -> send(frame), reader.getName() + " aside");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void quit() {
    quitting = true;
    ended = true;
    starter.quitting(child.pid());
    send(new Frame.Quit());
  }

  @Override
  public void kill() {
    ended = true;
    child.kill();
    closeChannel();
  }

  /**
   * Asks it whether it is there, and lets it know that we are; one that does not answer is ended.
   * For one on another machine. Blocks while its channel is full, but one caller only.
   */
  void ping() {
    if (writer != null && pinging.compareAndSet(false, true)) {
      send(new Frame.Ping());
      pinging.set(false);
    }
  }

  /** Waits until it is buried; false where the time was not enough. */
  boolean awaitGone(long millis) throws InterruptedException {
    reader.join(Math.max(1, millis));
    return !reader.isAlive();
  }

  private void live() {
    try {
      connect();
      converse();
    } catch (ProtocolException | Breach e) {
      endBecause("protocol error: " + e.getMessage());
    } catch (SocketTimeoutException e) {
      lose("nothing was heard of it for " + Limits.text(around.patience().silence()));
    } catch (EOFException | SocketException e) {
      // Its channel is cut. Most likely it is dead, and its end tells more than this.
    } catch (IOException e) {
      trouble = e.getMessage();
    } catch (OutOfMemoryError e) {
      endBecause("Maven's own JVM had not enough memory for what it said: " + e.getMessage());
    } catch (Throwable e) {
      // Whatever it is, who waits for this worker has to hear of its end.
      endBecause(
          e instanceof InterruptedException ? "it was ended before it had started" : e.toString());
    }
    bury();
  }

  /** Ends it because its machine is of no use; nothing that it runs is to blame. */
  void lose(String why) {
    lost = true;
    endBecause(why);
  }

  Placement.@Nullable Freight freight() {
    return starter.freight();
  }

  private void endBecause(String why) {
    trouble = why;
    kill();
  }

  private void connect() throws IOException, InterruptedException {
    channel = new Arrival(around, child, starter, () -> ended).channel();
    if (channel == null) {
      endBecause("it did not say hello within " + Limits.text(around.patience().hello()));
      return;
    }
    stage = Death.Stage.INITIALIZING;
    starter.started();
    if (!starter.node().isEmpty()) {
      child.afterwards(this::closeChannel);
    }
  }

  private void converse() throws IOException {
    Door.Channel open = channel;
    if (open == null) {
      return;
    }
    FrameReader in = open.reader();
    open.heard().thenRead(setup.blackBox(), this::awaitDeath);
    writer = new FrameWriter(open.socket().getOutputStream());
    send(setup);
    for (Frame frame = in.read(); frame != null; frame = in.read()) {
      if (frame instanceof Frame.Dumped dumped) {
        dump = dumped.text();
      }
      boolean mine = frame instanceof Frame.Ping || marks.takes(frame);
      boolean everybodys = stage == Death.Stage.READY || frame instanceof Frame.Dumped;
      if (everybodys && !mine) {
        guest().frame(this, frame);
        marks.heard(frame);
      } else if (frame instanceof Frame.Ready said) {
        initializer = said.failure();
        if (said.failure() != null) {
          return;
        }
        stage = Death.Stage.READY;
        guest().ready(this);
      } else if (frame instanceof Frame.Output output) {
        child.said(output.err(), output.bytes(), output.bytes().length);
      } else if (!mine) {
        throw new Breach("an unexpected " + frame.kind() + " frame before it was ready");
      }
    }
  }

  /** Its channel has ended, and it may have said more: when it is dead that is known. */
  private void awaitDeath() {
    ended = true;
    closeChannel();
    child.awaitEnd();
  }

  private void bury() {
    ended = true;
    closeChannel();
    Integer exit = child.bury(quitting);
    if (trouble == null && child.lingered()) {
      trouble = "its channel was closed and it went on";
    }
    String loss = starter.loss(trouble, child.lingered());
    trouble = loss.isEmpty() ? trouble : loss;
    Death death =
        new Autopsy(
                stage,
                initializer,
                exit,
                child.killed(),
                trouble,
                child.lastWords(),
                child.errorFile(),
                lost || !loss.isEmpty())
            .death(around.kills());
    Guest last;
    synchronized (this) {
      gone = true;
      last = guest;
    }
    last.gone(this, death);
  }

  private void closeChannel() {
    Door.Channel open = channel;
    if (open != null) {
      open.close();
    }
  }
}
