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
 * What this worker does when it is told something, and what its {@linkplain Lane lanes} share. All
 * but attempts is the first lane's to obey.
 */
final class TaskLoop {
  /** The name of the task thread, and how those of further lanes begin. */
  static final String THREAD = "parallel-exec task";

  /** For what belongs to no list: the initializer, a function that yields items. */
  private static final int NO_LIST = -1;

  /** Of the first lane. */
  final Inbox inbox;

  /**
   * Where attempts go: to the first lane, or to those of the list that was opened last. Its own for
   * each list, since lanes of the one before may not have heard of its end.
   */
  volatile Inbox runs;

  final FrameWriter writer;
  final Surroundings around;
  final PrintStream naked;
  final Gathering gathering;

  private final ThreadGroup group;
  private final Lane first;
  private final Map<Integer, OpenList> lists = new HashMap<>();
  private final Memory heap = Memory.heap();
  private @Nullable Memory metaspace;

  /** Null where none are wanted. */
  @Nullable Marks marks;

  private long tasks;
  private @Nullable ItemSource items;

  TaskLoop(Inbox inbox, FrameWriter writer, Surroundings around, PrintStream naked) {
    this.inbox = inbox;
    this.runs = inbox;
    this.writer = writer;
    this.around = around;
    this.naked = naked;
    gathering = new Gathering(writer, naked);
    group = new TaskGroup(Thread.currentThread().getThreadGroup(), "parallel-exec tasks");
    first = new Lane(this, group);
    around.lanes = new Lane[] {first};
  }

  /** Starts the task thread; the group that it is in. */
  ThreadGroup start() {
    first.thread(first).start();
    return group;
  }

  /** Obeys a frame in a lane; false where that lane has nothing more to do. */
  boolean obey(Lane lane, Frame frame) throws IOException {
    Frame.Kind kind = frame.kind();
    if (kind == Frame.Kind.RUN) {
      Frame.Run run = (Frame.Run) frame;
      OpenList list = lane.list == null ? list(run.list()) : lane.list;
      return lane.attempt(new RunningAttempt(lane, run.seq(), list, run), frame);
    } else if (lane.number > 0) {
      return false;
    } else if (kind == Frame.Kind.OPEN) {
      open((Frame.Open) frame);
    } else if (kind == Frame.Kind.CLOSE) {
      close((Frame.Close) frame);
    } else if (kind == Frame.Kind.PART) {
      list(((Frame.Part) frame).list()).add(((Frame.Part) frame).objects());
    } else if (kind == Frame.Kind.REDUCE) {
      Frame.Reduce reduce = (Frame.Reduce) frame;
      OpenList list = list(reduce.list());
      return lane.attempt(new RunningAttempt(lane, reduce.seq(), list, null), frame);
    } else if (kind == Frame.Kind.SETUP) {
      Frame.Setup setup = (Frame.Setup) frame;
      around.setUp(setup);
      gathering.setUp(setup.blackBox());
      marks = setup.marks().isEmpty() ? null : new Marks(setup.marks());
      metaspace = Memory.metaspace(setup.boundedMetaspace());
      return lane.attempt(new RunningAttempt(lane, -1, list(NO_LIST), null), frame);
    } else if (kind == Frame.Kind.ITEMS) {
      items = new ItemSource(((Frame.Items) frame).function(), list(NO_LIST), around.loader);
    } else if (kind == Frame.Kind.PULL && items != null) {
      writer.send(items.pull(((Frame.Pull) frame).most()));
    } else {
      throw new ProtocolException(Refusal.text("a worker does not expect ", kind, " here"));
    }
    return true;
  }

  private void open(Frame.Open open) throws IOException {
    OpenList list = new OpenList(open, around.loader);
    lists.put(open.list(), list);
    if (open.threads() > 1) {
      Lane[] lanes = new Lane[open.threads() + 1];
      lanes[0] = first;
      for (int i = 1; i < lanes.length; i++) {
        ThreadGroup own = new TaskGroup(group, Refusal.text(THREAD, ' ', i));
        lanes[i] = new Lane(this, own, i, new OpenList(open, around.loader));
      }
      around.share(lanes);
      for (int i = 1; i < lanes.length; i++) {
        lanes[i].thread(lanes[i]).start();
      }
    }
    writer.send(new Frame.Opened(open.list(), list.problems, list.closes));
  }

  /** No attempt of the list runs any more. */
  private void close(Frame.Close close) throws IOException {
    around.install(Map.of(), false);
    OpenList list = lists.remove(close.list());
    Failure failure = list == null ? null : list.close();
    for (Lane lane : around.lanes) {
      if (lane.list != null) {
        runs.add(close);
        Failure another = lane.list.close();
        failure = failure == null ? another : failure;
      }
    }
    List<String> left = first.closed();
    if (!left.isEmpty()) {
      String what = around.lanes.length > 1 ? "tasks that ran at once: " : "what was closed: ";
      System.err.println(Refusal.text("left behind by ", what, String.join(", ", left)));
    }
    around.lanes = new Lane[] {first};
    writer.send(new Frame.Closed(close.list(), failure));
  }

  private OpenList list(int number) {
    OpenList list = lists.get(number);
    if (list == null) {
      list = new OpenList(number);
      lists.put(number, list);
    }
    return list;
  }

  /** The attempt of this number, where it runs. */
  @Nullable
  RunningAttempt running(long seq) {
    for (Lane lane : around.lanes) {
      RunningAttempt attempt = lane.running.get();
      if (attempt != null && attempt.seq == seq) {
        return attempt;
      }
    }
    return null;
  }

  /**
   * Why this worker should take no more, though all is well; empty where it may. After each task.
   *
   * @param many whether too many threads were left
   */
  synchronized String worn(boolean many) {
    long now = System.nanoTime();
    int lanes = around.lanes.length;
    tasks++;
    String why = many ? "too many threads were left in it" : heap.full(now, tasks, lanes);
    return why.isEmpty() && metaspace != null ? metaspace.full(now, tasks, lanes) : why;
  }
}
