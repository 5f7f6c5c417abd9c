package dev.parallelexec.worker;

import dev.parallelexec.task.Failure;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import dev.parallelexec.wire.ProtocolException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The task thread: obeys what the channel's thread put into the inbox, one frame after the other,
 * and answers. What the end of an attempt leaves in the writer's buffer goes out with the next
 * attempt's {@code Started}, or when there is nothing to do.
 */
final class TaskLoop implements Runnable {
  /** The name of the thread. */
  static final String THREAD = "parallel-exec task";

  /** For what belongs to no list: the initializer, a function that yields items. */
  private static final int NO_LIST = -1;

  private final Inbox inbox;
  private final FrameWriter writer;
  private final Surroundings around;
  private final PrintStream naked;
  private final Map<Integer, OpenList> lists = new HashMap<>();
  private final Json json = new Json();
  private final MainThread mains = new MainThread();
  private final Leaks leaks = new Leaks();
  private final Memory heap = Memory.heap();
  private @Nullable Memory metaspace;
  private long tasks;
  private @Nullable ItemSource items;

  TaskLoop(Inbox inbox, FrameWriter writer, Surroundings around, PrintStream naked) {
    this.inbox = inbox;
    this.writer = writer;
    this.around = around;
    this.naked = naked;
  }

  /** Until the JVM ends, or another thread {@linkplain #takeOver takes over}. */
  @Override
  public void run() {
    Exit.STRAYS.set(true);
    try {
      boolean more = true;
      while (more) {
        Frame frame = inbox.poll();
        if (frame == null) {
          writer.flush();
          frame = inbox.take();
        }
        more = obey(frame);
      }
    } catch (Throwable e) {
      WorkerMain.die(e, naked);
    }
  }

  private boolean obey(Frame frame) throws IOException {
    if (frame instanceof Frame.Run run) {
      return attempt(new RunningAttempt(this, run.seq(), list(run.list()), run), frame);
    } else if (frame instanceof Frame.Open open) {
      OpenList list = new OpenList(open, around.loader);
      lists.put(open.list(), list);
      writer.send(new Frame.Opened(open.list(), list.problems, list.closes));
    } else if (frame instanceof Frame.Close close) {
      around.install(Map.of(), false);
      OpenList list = lists.remove(close.list());
      Failure failure = list == null ? null : list.close();
      List<String> left = leaks.closed();
      if (!left.isEmpty()) {
        System.err.println("left behind by what was closed: ".concat(String.join(", ", left)));
      }
      writer.send(new Frame.Closed(close.list(), failure));
    } else if (frame instanceof Frame.Part part) {
      list(part.list()).add(part.objects());
    } else if (frame instanceof Frame.Reduce reduce) {
      OpenList list = list(reduce.list());
      return attempt(new RunningAttempt(this, reduce.seq(), list, null), frame);
    } else if (frame instanceof Frame.Setup setup) {
      around.setUp(setup);
      metaspace = Memory.metaspace(setup.boundedMetaspace());
      return attempt(new RunningAttempt(this, -1, list(NO_LIST), null), frame);
    } else if (frame instanceof Frame.Items yielding) {
      items = new ItemSource(yielding.function(), list(NO_LIST), around.loader);
    } else if (frame instanceof Frame.Pull pull && items != null) {
      writer.send(items.pull(pull.most()));
    } else {
      throw new ProtocolException(Refusal.text("a worker does not expect ", frame.kind(), " here"));
    }
    return true;
  }

  private OpenList list(int number) {
    OpenList list = lists.get(number);
    if (list == null) {
      list = new OpenList(number);
      lists.put(number, list);
    }
    return list;
  }

  /** Runs the user's code for a frame; false where another thread has taken over meanwhile. */
  private boolean attempt(RunningAttempt attempt, Frame frame) throws IOException {
    Exit.RUNNING.set(attempt);
    if (attempt.seq >= 0) {
      writer.send(new Frame.Started(attempt.seq));
    }
    Performance performance = new Performance();
    performance.perform(attempt, frame, around, json, mains);
    if (!attempt.end()) {
      return false;
    }
    Thread.interrupted();
    if (attempt.seq < 0) {
      leaks.settle();
      tell(attempt, performance.done(attempt, List.of(), ""));
    } else {
      List<String> left = leaks.after(attempt, performance.nanos(), performance.ofFunction());
      tell(attempt, performance.done(attempt, left, worn()));
    }
    return true;
  }

  /** Why this worker should take no more, though all is well; empty where it may. */
  private String worn() {
    long now = System.nanoTime();
    tasks++;
    String why = leaks.many() ? "too many threads were left in it" : heap.full(now, tasks);
    return why.isEmpty() && metaspace != null ? metaspace.full(now, tasks) : why;
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

  private void tell(RunningAttempt attempt, Frame.Done done) throws IOException {
    if (done.failure() == null) {
      attempt.deleteTmpdir();
    }
    Exit.RUNNING.set(null);
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
    try {
      writer.write(done);
    } catch (ProtocolException e) {
      writer.write(Performance.tooLong(done, String.valueOf(e.getMessage())));
    }
  }
}
