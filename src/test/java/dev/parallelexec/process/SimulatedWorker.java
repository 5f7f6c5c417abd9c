package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;

/**
 * A worker without a process. It does what a real one could do next, when the simulation says so:
 * read what was sent, obey it in order, end what it runs, die. One that is hostile also says what
 * no real worker would. What is called here happens on one thread that stands for many; a worker
 * that is in the middle of telling something says nothing else meanwhile, as a real reader would.
 */
final class SimulatedWorker implements Worker {
  private final Simulation simulation;
  private final int slot;

  /** Whether it says what no worker of ours would. */
  boolean hostile;

  /** Whether users' code in it never comes back from closing, nor from the JVM's shutdown. */
  boolean deaf;

  private final ArrayDeque<Frame> buffer = new ArrayDeque<>();
  final ArrayDeque<Frame> wire = new ArrayDeque<>();
  private final ArrayDeque<Frame> inbox = new ArrayDeque<>();
  private Guest guest;
  private boolean started;
  private boolean ready;
  private boolean ended;
  boolean killed;
  boolean gone;
  private boolean broken;
  private boolean telling;
  private boolean retired;
  private boolean stuck;
  private final SimulatedThreads threads;
  final SortedMap<Integer, Frame.Run> running;

  SimulatedWorker(Simulation simulation, int slot, Guest guest) {
    this.simulation = simulation;
    this.slot = slot;
    this.guest = guest;
    this.threads = new SimulatedThreads(simulation);
    this.running = threads.running;
    this.hostile = simulation.hostile && simulation.pick(3) == 1;
    this.deaf = simulation.pick(8) == 1;
  }

  @Override
  public void start() {
    started = true;
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public long pid() {
    return 1_000_000_000L + simulation.home.workers.indexOf(this);
  }

  @Override
  public boolean isReady() {
    return ready && !ended;
  }

  @Override
  public Death.Stage stage() {
    return ready ? Death.Stage.READY : Death.Stage.INITIALIZING;
  }

  @Override
  public String whereabouts() {
    return "";
  }

  @Override
  public boolean attach(Guest next) {
    simulation.interleave();
    guest = next;
    return !gone;
  }

  @Override
  public void write(Frame frame) {
    simulation.interleave();
    buffer.add(frame);
  }

  @Override
  public void send(Frame frame) {
    simulation.interleave();
    buffer.add(frame);
    flush();
  }

  @Override
  public void sendAside(Frame frame) {
    send(frame);
  }

  @Override
  public void flush() {
    simulation.interleave();
    wire.addAll(buffer);
    buffer.clear();
  }

  @Override
  public void quit() {
    ended = true;
    send(new Frame.Quit());
  }

  @Override
  public void kill() {
    simulation.interleave();
    ended = true;
    killed = true;
  }

  /** Does what a well-behaved worker does until that has started so many tasks in all. */
  void untilStarted(int tasks) {
    while (simulation.starts() < tasks) {
      assertThat(progress()).as(this + " has something to do").isTrue();
    }
  }

  /** What it could do now. */
  void offer(Simulation.Moves moves) {
    if (gone || !started || telling) {
      return;
    }
    moves.add(killed ? 8 : 1, this + " dies", this::die);
    if (!ready && !broken) {
      moves.add(4, this + " is ready", this::becomeReady);
    }
    if (!ready || broken) {
      return;
    }
    if (!wire.isEmpty()) {
      moves.add(5, this + " reads " + wire.peek().kind(), this::read);
    }
    if (canObey()) {
      moves.add(5, this + " obeys " + inbox.peek().kind(), this::obey);
    }
    if (!running.isEmpty()) {
      moves.add(4, this + " ends one of " + running.keySet(), this::endAttempt);
      moves.add(1, this + " prints", this::print);
      moves.add(1, this + " is exiting", () -> tell(new Frame.Exiting(threads.seq())));
    }
    if (hostile) {
      moves.add(3, this + " lies", this::lie);
    }
  }

  /** Does what a well-behaved worker does next; false where that is nothing. */
  boolean progress() {
    if (gone || !started) {
      return false;
    } else if (killed) {
      die();
    } else if (!ready) {
      becomeReady();
    } else if (!wire.isEmpty()) {
      read();
    } else if (canObey()) {
      obey();
    } else if (!running.isEmpty()) {
      endAttempt();
    } else {
      return false;
    }
    return true;
  }

  private boolean canObey() {
    return threads.haveRoom() && !inbox.isEmpty() && !stuck;
  }

  void becomeReady() {
    ready = true;
    telling = true;
    guest.ready(this);
    telling = false;
  }

  /** Its channel's thread: never waits for the task. */
  void read() {
    Frame frame = wire.remove();
    switch (frame.kind()) {
      case RECALL -> tell(new Frame.Returned(SimulatedTrouble.takeUnstarted(inbox)));
      case DUMP -> tell(new Frame.Dumped(((Frame.Dump) frame).seq(), "dump"));
      case INTERRUPT -> {}
      case QUIT -> {
        if (!deaf) {
          killed = true;
        }
      }
      case RUN -> {
        if (retired) {
          tell(new Frame.Returned(List.of(((Frame.Run) frame).seq())));
        } else {
          inbox.add(frame);
        }
      }
      default -> inbox.add(frame);
    }
  }

  /** Its task thread, or one of several. */
  void obey() {
    Frame frame = threads.next(inbox);
    switch (frame.kind()) {
      case OPEN -> {
        List<String> wrong = simulation.pick(40) == 1 ? List.of("no such method") : List.of();
        simulation.problemsSaid |= !wrong.isEmpty();
        tell(new Frame.Opened(((Frame.Open) frame).list(), wrong, simulation.pick(2) == 0));
      }
      case RUN -> {
        Frame.Started started = threads.start((Frame.Run) frame);
        simulation.started(this, (Frame.Run) frame);
        tell(started);
      }
      case CLOSE -> {
        stuck = deaf;
        if (!deaf) {
          tell(new Frame.Closed(((Frame.Close) frame).list(), null));
        }
      }
      default -> throw new AssertionError("a worker is not sent " + frame);
    }
  }

  void endAttempt() {
    int how = simulation.pick(7);
    Frame.Run ended = threads.any();
    if (how >= 5) {
      simulation.outOfMemory(this, ended, how == 6);
      retired = true;
      List<Long> unstarted = SimulatedTrouble.takeUnstarted(inbox);
      if (!unstarted.isEmpty()) {
        tell(new Frame.Returned(unstarted));
      }
    }
    running.values().remove(ended);
    tell(SimulatedTrouble.done(ended.seq(), how));
  }

  private void print() {
    tell(new Frame.Output(simulation.pick(2) == 0 ? threads.seq() : -1, false, new byte[] {'x'}));
  }

  void die() {
    gone = true;
    telling = true;
    simulation.died(this);
    Guest last = guest;
    simulation.interleave();
    last.gone(this, SimulatedTrouble.death(simulation.pick(4), ready));
    telling = false;
  }

  /** What no worker of ours says. */
  private void lie() {
    long seq = simulation.pick(2) == 0 ? threads.seq() : 1 + simulation.pick(12);
    Frame frame = SimulatedTrouble.lie(simulation.pick(9), seq, 1 + simulation.pick(3));
    simulation.note("  " + frame);
    tell(frame);
  }

  /** Says something, which the other side may refuse to hear. */
  void tell(Frame frame) {
    if (broken) {
      return;
    }
    telling = true;
    try {
      guest.frame(this, frame);
    } catch (Breach e) {
      assertThat(hostile).as(this + " said what it may say: " + frame).isTrue();
      broken = true;
      killed = true;
      simulation.died(this);
    }
    telling = false;
    assertThat(simulation.holdsALock()).as("a lock is held after " + frame).isFalse();
  }

  @Override
  public String toString() {
    return "worker " + simulation.home.workers.indexOf(this) + (hostile ? " (hostile)" : "");
  }
}
