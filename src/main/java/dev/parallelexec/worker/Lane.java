package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import dev.parallelexec.wire.ProtocolException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A thread that takes frames from an inbox, one after the other, and answers. What the end of an
 * attempt leaves in the writer's buffer goes out with the next attempt's {@code Started}, or when
 * there is nothing to do.
 *
 * <p>The first lane, number 0, is the task thread: it obeys all frames. A list that runs several
 * attempts at once has further lanes, from 1, which share an inbox of attempts. Only what runs in
 * them has the {@linkplain Exit#STRAYS attempt} noted with its threads.
 */
final class Lane implements Runnable {
  final int number;

  /** What a further lane's attempts call, with its own instances; null in the task thread's. */
  final @Nullable OpenList list;

  /** The attempt that runs here, or null. */
  final AtomicReference<RunningAttempt> running;

  private final TaskLoop loop;
  private final Inbox inbox;
  private final FrameWriter writer;
  private final Surroundings around;
  private final PrintStream naked;
  private final ThreadGroup group;
  private final String name;
  private final Json json = new Json();
  private final MainThread mains;
  private final Leaks leaks;

  /** The task thread's. */
  Lane(TaskLoop loop, ThreadGroup group) {
    this(loop, group, 0, null);
  }

  /** A further one. */
  Lane(TaskLoop loop, ThreadGroup group, int number, @Nullable OpenList list) {
    this.loop = loop;
    this.number = number;
    this.list = list;
    this.group = group;
    name = number == 0 ? TaskLoop.THREAD : Refusal.text(TaskLoop.THREAD, ' ', number);
    inbox = number == 0 ? loop.inbox : loop.runs;
    writer = loop.writer;
    around = loop.around;
    naked = loop.naked;
    running = number == 0 ? Exit.RUNNING : new AtomicReference<>();
    mains = new MainThread(group);
    leaks = new Leaks(number == 0 ? null : group);
  }

  /** A new thread for it, not started. */
  Thread thread(Runnable body) {
    Thread thread = new Thread(group, body, name);
    thread.setDaemon(false);
    return thread;
  }

  /** Until the lane ends, or another thread {@linkplain #takeOver takes over}. */
  @Override
  public void run() {
    Exit.STRAYS.set(null);
    try {
      boolean more = true;
      while (more) {
        Frame frame = inbox.poll();
        if (frame == null) {
          writer.flush();
          frame = inbox.take();
        }
        more = loop.obey(this, frame);
      }
    } catch (Throwable e) {
      WorkerMain.die(e, naked);
    }
  }

  /** Runs the user's code for a frame; false where another thread has taken over meanwhile. */
  boolean attempt(RunningAttempt attempt, Frame frame) throws IOException {
    if (number > 0) {
      Exit.STRAYS.set(attempt);
    }
    running.set(attempt);
    if (attempt.seq >= 0) {
      start(attempt);
    }
    Performance performance = new Performance();
    performance.perform(attempt, frame, around, json, mains);
    if (!attempt.end()) {
      return false;
    }
    asItWas(Thread.currentThread());
    if (attempt.seq < 0) {
      leaks.settle();
      tell(attempt, performance.done(attempt, List.of(), ""));
    } else {
      List<String> left = leaks.after(attempt, performance.nanos(), performance.ofFunction());
      tell(attempt, performance.done(attempt, left, loop.worn(leaks.many())));
    }
    return true;
  }

  /** What the user's code made of the thread ends with the attempt. */
  @SuppressWarnings("ThreadPriorityCheck") // it is the user who relied on it
  private void asItWas(Thread thread) {
    Thread.interrupted();
    if (!name.equals(thread.getName())) {
      thread.setName(name);
    }
    if (thread.getPriority() != Thread.NORM_PRIORITY) {
      thread.setPriority(Thread.NORM_PRIORITY);
    }
  }

  /** What is to blame if this worker dies has to be known before the user's code runs. */
  private void start(RunningAttempt attempt) throws IOException {
    Frame.Started started = new Frame.Started(attempt.seq, number);
    if (attempt.run == null || attempt.run.limited()) {
      writer.send(started);
    } else {
      writer.say(started);
    }
  }

  /** Ends an attempt whose thread does not end, and does what else there is to do. */
  void takeOver(RunningAttempt attempt) {
    try {
      around.flush();
      tell(attempt, Performance.abandoned(attempt, leaks.after(attempt, Long.MAX_VALUE, false)));
    } catch (Throwable e) {
      WorkerMain.die(e, naked);
    }
    run();
  }

  /** What the instances of a list left, when they are closed. */
  List<String> closed() {
    return leaks.closed();
  }

  private void tell(RunningAttempt attempt, Frame.Done done) throws IOException {
    if (done.failure() == null) {
      attempt.deleteTmpdir();
    }
    running.set(null);
    if (attempt.seq < 0) {
      writer.send(new Frame.Ready(done.failure()));
      return;
    }
    if (!done.retire().isEmpty()) {
      List<Long> unstarted = inbox.retire();
      if (!unstarted.isEmpty()) {
        writer.write(new Frame.Returned(unstarted));
      }
    }
    if (number == 0 && loop.marks != null) {
      loop.marks.set(done, writer);
    }
    try {
      writer.write(done);
    } catch (ProtocolException e) {
      writer.write(Performance.tooLong(done, String.valueOf(e.getMessage())));
    }
    if (done.failure() != null) {
      // Others may not have to run then.
      writer.flush();
    }
    if (number <= 1) {
      // One for all lanes of a list.
      loop.gathering.ended(done.nanos());
    }
  }
}
