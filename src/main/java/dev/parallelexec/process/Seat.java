package dev.parallelexec.process;

import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's place in one list, from the moment it is asked for until it is given back or gone.
 * Guarded by its engine's lock.
 *
 * <pre>
 *   STARTING ──ready──► OPENING ──Opened──► OPEN ──► RETIRING ──► GONE
 *                          └──────────────────┴────► CLOSING ───► GONE
 * </pre>
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
    /** The list ends. */
    CLOSING,
    /** Terminal. */
    GONE
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

  /** Of the arguments of what it was sent. */
  private long characters;

  /** What it said to have started; the head of what was sent. */
  @Nullable Job running;

  /** Whether it was asked to give back what it has not started. */
  boolean recalled;

  /** Whether the worker has looked up what the list calls, which it does once. */
  boolean opened;

  /** Whether the list may have instances in it that its end closes. */
  boolean closes;

  /** Whether its JVM has said that it shuts down in mid-attempt. */
  boolean exiting;

  /** Whether a successor has its slot already. */
  boolean replaced;

  /** Whether its worker should serve no list after this one. */
  boolean spent;

  Seat(StockWorker member) {
    this.member = member;
  }

  WorkerProcess worker() {
    return member.worker();
  }

  PoolListener.Worker card() {
    return new PoolListener.Worker(worker().slot(), worker().pid());
  }

  boolean isIdle() {
    return state == State.OPEN && sent.isEmpty();
  }

  /** How many more attempts it may be sent, when it holds {@code ahead} at most. */
  int room(int ahead, int maxTasks) {
    if (state != State.OPEN || recalled || (sent.size() > ahead / 2 && !sent.isEmpty())) {
      return 0;
    }
    int room = ahead - sent.size();
    return maxTasks == 0 ? room : Math.min(room, maxTasks - member.tasks);
  }

  /** It has attempts that it has not started. */
  boolean holdsBack() {
    return sent.size() > (running == null ? 0 : 1);
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

  @Nullable Job find(long seq) {
    for (Job job : sent) {
      if (job.seq == seq) {
        return job;
      }
    }
    return null;
  }

  @Nullable Job remove(long seq) {
    for (Iterator<Job> all = sent.iterator(); all.hasNext(); ) {
      Job job = all.next();
      if (job.seq == seq) {
        all.remove();
        characters -= job.characters();
        running = running == job ? null : running;
        return job;
      }
    }
    return null;
  }

  /** What comes back unharmed; in order. */
  List<Job> removeUnstarted() {
    List<Job> back = new ArrayList<>(sent);
    back.remove(running);
    sent.removeAll(back);
    back.forEach(job -> characters -= job.characters());
    member.tasks -= back.size();
    return back;
  }

  /** Asks for what it has not started. */
  void recall(Effects effects) {
    if (!recalled && holdsBack()) {
      recalled = true;
      effects.add(() -> worker().send(new Frame.Recall()));
    }
  }
}
