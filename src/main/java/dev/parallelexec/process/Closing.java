package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of one list: its workers close what the tasks left open, which is waited for, within
 * bounds. One that takes too long is asked where it is, ended, and told as a failure: what its
 * instances had to write may be missing.
 */
final class Closing {
  /** For the answer of a worker that is asked where it is; its first dump takes a while. */
  private static final long DUMP_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** A worker that was ended is gone after so long at the latest. */
  private static final long BURIAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Roster roster;
  private final Farewell farewell;

  Closing(Roster roster, Farewell farewell) {
    this.roster = roster;
    this.farewell = farewell;
  }

  /** Blocks until no worker has anything of the list; whether it was interrupted meanwhile. */
  boolean close() {
    roster.locked(this::begin);
    boolean interrupted = false;
    try {
      long patience = roster.home.patience().close().toNanos();
      await(patience, () -> roster.timeIsUp != null || seats().isEmpty());
      if (roster.timeIsUp != null) {
        await(roster.options.killGrace().toNanos(), this::noneCloses);
      }
      List<Seat> late = late();
      if (!late.isEmpty()) {
        late.forEach(seat -> seat.worker().sendAside(new Frame.Dump(-1)));
        await(DUMP_NANOS, () -> late.stream().allMatch(Closing::answered));
        roster.locked(effects -> late.forEach(this::tell));
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    roster.locked(this::endRest);
    return awaitBurials() || interrupted;
  }

  private void endRest(Effects effects) {
    for (Seat seat : seats()) {
      effects.add(seat.worker()::kill);
    }
  }

  private boolean awaitBurials() {
    try {
      await(BURIAL_NANOS, () -> seats().isEmpty());
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Throws the reason for which the list cannot count as run, if there is one. */
  void verdict() throws EngineException {
    if (roster.broken != null) {
      throw roster.broken;
    }
    if (!roster.closeFailures.isEmpty()) {
      Failure first = roster.closeFailures.get(0);
      throw new EngineException(
          "Closing an instance failed: "
              + (first.stack().isEmpty() ? first.message() : first.stack()));
    }
  }

  /** The first half of {@link #close}, which does not wait. */
  void begin(Effects effects) {
    if (roster.closing) {
      return;
    }
    roster.startNothing("the list ended", effects);
    roster.endWith = Outcome.CANCELLED;
    roster.closing = true;
    farewell.closeAll(effects);
  }

  private List<Seat> late() {
    roster.lock.lock();
    try {
      return seats();
    } finally {
      roster.lock.unlock();
    }
  }

  /** Those that still have something of the list; with the lock held. */
  private List<Seat> seats() {
    List<Seat> seats = new ArrayList<>();
    for (Seat seat : roster.seats) {
      if (!seat.state.left()) {
        seats.add(seat);
      }
    }
    return seats;
  }

  private boolean noneCloses() {
    return roster.seats.stream().noneMatch(seat -> seat.state == Seat.State.CLOSING);
  }

  private static boolean answered(Seat seat) {
    return seat.state.left() || seat.worker().whereabouts() != null;
  }

  private void await(long nanos, BooleanSupplier done) throws InterruptedException {
    roster.lock.lockInterruptibly();
    try {
      long end = System.nanoTime() + nanos;
      for (long left = nanos; left > 0 && !done.getAsBoolean(); left = end - System.nanoTime()) {
        long unused = roster.changed.awaitNanos(left);
      }
    } finally {
      roster.lock.unlock();
    }
  }

  /** Tells of one that has not ended in time, unless it just has. */
  private void tell(Seat seat) {
    String limit = roster.timeIsUp;
    if (seat.state == Seat.State.CLOSING) {
      // Its end is told by this alone.
      seat.closes = false;
      String within =
          limit == null ? "within " + Limits.text(roster.home.patience().close()) : "when " + limit;
      roster.closeFailures.add(
          Failure.of(
              Obituary.who(seat.worker())
                  + " had not closed the list's instances "
                  + within
                  + " and was ended"
                  + where(seat)));
    } else if (!seat.state.left() && limit != null && !roster.opened) {
      String what = limit + ", and " + Obituary.who(seat.worker()) + " was " + occupation(seat);
      roster.broken =
          roster.broken == null ? new EngineException(what + where(seat)) : roster.broken;
    }
  }

  private String occupation(Seat seat) {
    Call initializer = roster.key.spec().initializer();
    return switch (seat.worker().stage()) {
      case STARTING -> "still starting";
      case INITIALIZING ->
          "still in "
              + (initializer == null ? "its start" : "the initializer " + initializer.text());
      case READY -> "still looking up what the tasks call";
    };
  }

  private static String where(Seat seat) {
    @Nullable String stack = seat.worker().whereabouts();
    return stack == null || stack.isEmpty() ? "" : "\nIt was here:\n" + stack;
  }
}
