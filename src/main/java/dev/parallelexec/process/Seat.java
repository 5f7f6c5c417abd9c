package dev.parallelexec.process;

import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's place in one list, from the moment it is asked for until it is given back or gone.
 * Guarded by its engine's lock.
 *
 * <pre>
 *   STARTING ──ready──► OPENING ──Opened──► OPEN ──► RETIRING ──► CLOSING ──► QUITTING
 *      │                                      │                   ▲   │           │
 *      └──────► the stock ◄───────────────────┼───────────────────┼───┘           ▼
 *                                             └──── idle ─────────┘             GONE
 * </pre>
 *
 * <p>Its worker's death leads from everywhere to GONE. docs/dispatcher.md has the whole table.
 */
final class Seat {
  /** Where it stands. */
  enum State {
    /** The process starts. */
    STARTING,
    /** The worker looks up what the tasks call. */
    OPENING,
    /** It takes attempts. */
    OPEN,
    /** It ends what it has and takes no more. */
    RETIRING,
    /** It has nothing more, and closes what it made for the list. */
    CLOSING,
    /** It has closed everything; its worker was told to end. */
    QUITTING,
    /** Terminal: its worker is gone, or in the stock. */
    GONE;

    /** Whether the list has nothing more to expect of it. */
    boolean left() {
      return this == QUITTING || this == GONE;
    }
  }

  /**
   * Characters of arguments that a worker may hold, beyond one attempt: so few that the channel
   * takes them all, even if the worker is stopped and does not read. The thread that writes them
   * also reads that an attempt has started, without which no time limit begins.
   */
  private static final long MOST_AHEAD = 64 * 1024;

  final StockWorker member;
  State state = State.STARTING;

  /** What it was sent and has not ended, in order. */
  final ArrayDeque<Job> sent = new ArrayDeque<>();

  /** The part of that which is still to be written. */
  final Outbox outbox = new Outbox();

  /** Of the arguments of what it was sent. */
  private long characters;

  /** How many attempts run in it at once. */
  final int threads;

  /** What it said to have started, in that order. */
  final List<Job> running = new ArrayList<>(1);

  /** Whether it was asked to give back what it has not started. */
  boolean recalled;

  /** Whether the list may have instances in it that its end closes. */
  boolean closes;

  /** Whether its JVM has said that it shuts down in mid-attempt. */
  boolean exiting;

  /** Whether a successor has its slot already. */
  boolean replaced;

  /** Whether its worker should serve no list after this one. */
  boolean spent;

  /** Whose slot it has, while that is there: until it has ended what it runs, this one waits. */
  @Nullable Seat predecessor;

  /** Who has its slot next, as its {@code predecessor}; null while nobody has. */
  @Nullable Seat successor;

  /** {@link Free}'s: how many attempts it held, its number there, and whether it is set aside. */
  int rank;

  int number;
  boolean aside;

  /** Why its worker goes in good order; empty while it stays. */
  private String farewell = "";

  Seat(StockWorker member, int threads, @Nullable Seat predecessor) {
    this.member = member;
    this.threads = threads;
    this.predecessor = predecessor;
  }

  Worker worker() {
    return member.worker();
  }

  PoolListener.Worker card() {
    return card(0);
  }

  /** Of one of its threads. */
  PoolListener.Worker card(int thread) {
    return new PoolListener.Worker(worker().slot(), thread, worker().pid(), worker().node());
  }

  /** Whether it takes attempts. */
  boolean takes() {
    return state == State.OPEN && (predecessor == null || predecessor.sent.isEmpty());
  }

  /** As {@link Roster#retire}, which calls this. */
  void retire(String reason) {
    spent = true;
    farewell = "recycled: " + reason;
    state = state == State.OPEN ? State.RETIRING : state;
  }

  /** Why its worker is gone. */
  String farewell(Death death) {
    boolean inOrder = Integer.valueOf(0).equals(death.exitCode());
    return inOrder && !farewell.isEmpty() ? farewell : death.reason();
  }

  /** Its worker has nothing left to do and goes, and nobody has its slot yet. */
  boolean wantsSuccessor() {
    boolean going = state == State.RETIRING || state == State.CLOSING;
    return going && !farewell.isEmpty() && sent.isEmpty() && !replaced;
  }

  boolean isIdle() {
    return takes() && sent.isEmpty();
  }

  /** Whether it has an attempt that nothing may run beside. */
  boolean isTaken() {
    return threads > 1 && !sent.isEmpty() && sent.element().alone;
  }

  /** Whether it takes attempts beside those that it has. */
  boolean isFree() {
    return takes() && !recalled && !isTaken();
  }

  /** How many of its threads have something to do, as far as it matters to one more attempt. */
  int load() {
    return takes() && !isTaken() ? Math.min(sent.size(), threads) : threads;
  }

  /** How many more attempts it may be sent, when it holds {@code ahead} at most. */
  int room(int ahead, int maxTasks) {
    if (!isFree() || (sent.size() > ahead / 2 && sent.size() >= threads)) {
      return 0;
    }
    int room = ahead - sent.size();
    return maxTasks == 0 ? room : Math.min(room, maxTasks - member.tasks);
  }

  /** It has attempts that it has not started. */
  boolean holdsBack() {
    return sent.size() > running.size();
  }

  /** Whether it has more of these than its free threads can start. */
  boolean waits() {
    return sent.size() > threads;
  }

  /** Whether it can be sent this one, too. */
  boolean holds(Job job) {
    return sent.isEmpty() || characters + job.characters() <= MOST_AHEAD;
  }

  /** The next number for a job that it is sent. */
  void take(Job job) {
    characters += job.characters();
    job.seq = ++member.seqs;
    sent.add(job);
    member.tasks += job.isTask() ? 1 : 0;
  }

  /** What it was sent under a number; null where that is none of its. */
  @Nullable Job find(long seq) {
    for (Job job : sent) {
      if (job.seq == seq) {
        return job;
      }
    }
    return null;
  }

  /** Whether all its threads have been busy for so long that nobody should wait behind them. */
  boolean isStuck(long now, long nanos) {
    if (running.size() < threads) {
      return false;
    }
    for (Job job : running) {
      if (now - job.startedNanos < nanos) {
        return false;
      }
    }
    return true;
  }

  /** What it was sent has started. */
  void start(Job job, int thread) {
    job.thread = thread;
    running.add(job);
    if (running.size() > 1) {
      running.forEach(one -> one.besides = true);
    }
  }

  /** What runs where nothing else can; null where there is no such thing. */
  @Nullable Job only() {
    boolean only = !running.isEmpty() && (threads == 1 || isTaken());
    return only ? running.get(0) : null;
  }

  boolean runs(Job job) {
    return running.contains(job);
  }

  /** What runs has ended. */
  void removeRunning(Job job) {
    if (sent.remove(job)) {
      characters -= job.characters();
    }
    running.remove(job);
  }

  /** What it has not started; in order. */
  List<Job> unstarted() {
    List<Job> back = new ArrayList<>(sent);
    back.removeAll(running);
    return back;
  }

  /** These come back unharmed. */
  void remove(List<Job> back) {
    sent.removeAll(back);
    for (Job job : back) {
      characters -= job.characters();
      member.tasks -= job.isTask() ? 1 : 0;
    }
  }

  /** Asks for what it has not started. */
  void recall(Effects effects) {
    if (!recalled && holdsBack()) {
      recalled = true;
      effects.add(() -> worker().send(new Frame.Recall()));
    }
  }
}
