package dev.parallelexec.process;

import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How workers leave a list: what they run is ended, what they made for the list is closed, and they
 * go back to the stock or end. Each step of it has its time, since users' code may take part. All
 * methods are called with the roster's lock held; what they do to others comes with the effects.
 */
final class Farewell {
  /**
   * Beyond the patience with users' {@code close} methods, for whoever waits at the list's end to
   * ask a late worker where it is; then it is ended even if nobody does.
   */
  private static final long ASKED_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * A worker halts after its users' shutdown hooks had five seconds; one that does not is ended.
   */
  private static final long QUIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long DUMP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A worker that runs at all gives back what it was sent ahead within some milliseconds. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Roster roster;

  Farewell(Roster roster) {
    this.roster = roster;
  }

  /** Ends all that runs on a seat, as {@link #end} does. */
  void endAll(Seat seat, Outcome outcome, String reason, Effects effects) {
    for (Job job : List.copyOf(seat.running)) {
      end(seat, job, outcome, reason, effects);
    }
  }

  /**
   * Ends an attempt that runs on a seat with an outcome: the worker is told to tell what its
   * threads do, those of the attempt are interrupted, then the worker is ended. A list that is
   * cancelled has no time for the first two, nor for what is left of somebody else's.
   */
  void end(Seat seat, Job job, Outcome outcome, String reason, Effects effects) {
    boolean first = job.forced == null;
    if (first) {
      job.forced = outcome;
      job.forcedReason = reason;
      seat.recall(effects);
      seat.spent = true;
      if (seat.state == Seat.State.OPEN) {
        seat.state = Seat.State.RETIRING;
      }
    }
    if (outcome != Outcome.TIMED_OUT) {
      effects.add(seat.worker()::kill);
    } else if (first) {
      timedOut(seat, job, effects);
    }
  }

  /**
   * Ends an attempt of which its worker says that it runs, after it was said that all of those end.
   * Where time is up, what was sent ahead may start, and mostly end, before its worker reads that
   * it should come back: whose turn it was then is known when it has come.
   */
  void endLate(Seat seat, Job job, Outcome outcome, Effects effects) {
    if (outcome == Outcome.TIMED_OUT && seat.recalled) {
      effects.add(() -> roster.home.later(ANSWER_NANOS, () -> endIfRunning(seat, job, outcome)));
    } else {
      end(seat, job, outcome, String.valueOf(roster.cancelReason), effects);
    }
  }

  private void endIfRunning(Seat seat, Job job, Outcome outcome) {
    roster.locked(
        effects -> {
          if (seat.runs(job)) {
            end(seat, job, outcome, String.valueOf(roster.cancelReason), effects);
          }
        });
  }

  /** A worker has given back what it had not started, as far as it had read of that. */
  void givenBack(Seat seat, Effects effects) {
    Outcome outcome = roster.endWith;
    if (outcome != null) {
      endAll(seat, outcome, String.valueOf(roster.cancelReason), effects);
    }
    // What was written after that. Not what its free threads may be about to start: it would be
    // asked for again and again.
    if (roster.cancelReason != null && seat.waits()) {
      seat.recall(effects);
    }
    letGo(seat, effects);
  }

  private void timedOut(Seat seat, Job job, Effects effects) {
    long seq = job.seq;
    Worker worker = seat.worker();
    Duration grace = roster.options.killGrace();
    effects.add(
        () -> {
          // Aside, and the end first: one that is stopped does not read, and a write may block.
          roster.home.later(grace.toNanos(), () -> killIfRunning(seat, job));
          worker.sendAside(new Frame.Dump(seq));
          // The dump's arrival brings the interrupt; a worker that cannot even dump gets it now.
          roster.home.later(
              DUMP_NANOS,
              () -> {
                worker.sendAside(new Frame.Interrupt(seq));
                announce(seat, job, grace.minusNanos(Math.min(DUMP_NANOS, grace.toNanos())));
              });
        });
  }

  /**
   * Tells that an attempt is being ended: when its worker has told what its threads do, or has not
   * within a second, so that nobody is sent to look for what will never be there.
   *
   * @param left until its worker is ended
   */
  void announce(Seat seat, Job job, Duration left) {
    roster.locked(
        effects -> {
          if (seat.runs(job) && job.isTask() && !job.announced) {
            job.announced = true;
            PoolListener.Worker card = seat.card(job.thread);
            String reason = job.forcedReason;
            boolean dumped = !job.dump.isEmpty();
            effects.add(
                () -> roster.listener.stopping(job.task, job.number, card, reason, left, dumped));
          }
        });
  }

  private void killIfRunning(Seat seat, Job job) {
    roster.locked(
        effects -> {
          if (seat.runs(job)) {
            effects.add(seat.worker()::kill);
          }
        });
  }

  /** A worker that has ended its last attempt goes. */
  void letGo(Seat seat, Effects effects) {
    if (seat.state == Seat.State.RETIRING && seat.sent.isEmpty()) {
      close(seat, effects);
    }
  }

  /** A list that has nothing to do for some of its workers gives them up where others have none. */
  void makeRoom(Effects effects) {
    Seat idle = roster.free.idle();
    while (idle != null && wanted()) {
      close(idle, effects);
      idle = roster.free.idle();
    }
  }

  /**
   * Whether another list should have one of its workers. While it waits for another list that may
   * be any, even the last for a fired one: else the two could wait for each other.
   */
  private boolean wanted() {
    Permits permits = roster.home.permits();
    return roster.resting
        ? permits.anyOthers(roster)
        : permits.others(roster) && roster.staying() > 1;
  }

  /** The list ends on a seat, wherever that stands. */
  void closeAll(Effects effects) {
    for (Seat seat : List.copyOf(roster.seats)) {
      endAll(seat, Outcome.CANCELLED, "the list ended", effects);
      switch (seat.state) {
        case STARTING -> {
          // Elsewhere it may wait for hours in somebody's queue.
          boolean waits = seat.worker().stage() == Death.Stage.STARTING && !roster.home.here();
          if (seat.predecessor != null || waits) {
            effects.add(seat.worker()::kill);
          } else if (roster.timeIsUp == null) {
            toStock(seat, effects);
          }
          // Else it may be its initializer that hangs: it is asked, and ended.
        }
        case OPEN -> {
          seat.state = Seat.State.RETIRING;
          letGo(seat, effects);
        }
        // One that opens is closed when it has: its Open may not even be written yet.
        case OPENING, RETIRING, CLOSING, QUITTING, GONE -> {}
      }
      if (!seat.state.left()) {
        effects.add(() -> roster.home.later(closeNanos(), () -> killUnlessLeft(seat)));
      }
    }
  }

  /** The worker closes what it made for the list; its answer brings it away from here. */
  void close(Seat seat, Effects effects) {
    seat.state = Seat.State.CLOSING;
    effects.add(
        () -> {
          seat.worker().send(new Frame.Close(roster.list));
          roster.home.later(closeNanos(), () -> killUnlessLeft(seat));
        });
  }

  private long closeNanos() {
    return roster.home.patience().close().toNanos() + ASKED_NANOS;
  }

  private void killUnlessLeft(Seat seat) {
    roster.locked(
        effects -> {
          if (!seat.state.left()) {
            effects.add(seat.worker()::kill);
          }
        });
  }

  /** It has closed everything. */
  void leave(Seat seat, Effects effects) {
    // Two workers with one slot must not meet outside of this list.
    if (!seat.spent && seat.predecessor == null) {
      toStock(seat, effects);
      return;
    }
    seat.state = Seat.State.QUITTING;
    roster.changed.signalAll();
    effects.add(
        () -> {
          seat.worker().quit();
          roster.home.later(QUIT_NANOS, () -> killUnlessGone(seat));
        });
  }

  private void killUnlessGone(Seat seat) {
    roster.locked(
        effects -> {
          if (seat.state != Seat.State.GONE) {
            effects.add(seat.worker()::kill);
          }
        });
  }

  /** The worker is in the stock before its list can end, so that the next list finds it there. */
  private void toStock(Seat seat, Effects effects) {
    roster.remove(seat);
    if (roster.home.stock().giveBack(seat.member)) {
      effects.add(roster.home.permits()::wakeAll);
    } else {
      effects.add(() -> roster.home.gone(seat.member));
    }
  }
}
