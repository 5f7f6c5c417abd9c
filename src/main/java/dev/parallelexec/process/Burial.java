package dev.parallelexec.process;

import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a list does when one of its workers is gone: exactly the attempt that ran is to blame, what
 * was sent ahead goes back unharmed, and a worker that cannot even start ends the list.
 */
final class Burial {
  /** A worker that dies so often in a row before it starts anything will do so for ever. */
  private static final int MOST_IDLE_DEATHS = 3;

  /** A task that loses so many machines may be what they are lost of. */
  private static final int MOST_LOSSES = 3;

  private final Roster roster;
  private final Dispatcher dispatcher;
  private final Seat seat;

  Burial(Roster roster, Dispatcher dispatcher, Seat seat) {
    this.roster = roster;
    this.dispatcher = dispatcher;
    this.seat = seat;
  }

  void of(Death death) {
    String kept = roster.errorFiles.keep(death.errorFile());
    roster.locked(effects -> of(death, kept, effects));
  }

  private void of(Death death, String kept, Effects effects) {
    boolean ours = roster.home.isTerminating() || roster.closing;
    boolean opening = seat.state == Seat.State.OPENING;
    PoolListener.Worker card = seat.card();
    if (!seat.running.isEmpty()) {
      ran(List.copyOf(seat.running), death, kept, effects);
    } else {
      if (seat.closes && !seat.state.left() && !roster.home.isTerminating()) {
        unclosed(death, kept);
      }
      if (!ours && death.stage() == Death.Stage.READY && !seat.state.left()) {
        idle(death, kept, opening || !seat.sent.isEmpty(), effects);
      }
    }
    List<Job> back = seat.unstarted();
    seat.remove(back);
    roster.requeue(back, effects);
    boolean fewer = death.lost() && roster.staying() > 1;
    if (!ours && death.stage() != Death.Stage.READY && fewer) {
      roster.noPlace++;
      String text = Obituary.noPlace(seat.worker(), death);
      effects.add(() -> roster.listener.notice(text));
    } else if (!ours && death.stage() != Death.Stage.READY && !mayComeAgain(death)) {
      WorkerSpec spec = roster.key.spec();
      Call initializer = spec.initializer();
      String called = initializer == null ? "" : initializer.text();
      String command = roster.home.commandText(spec);
      roster.breakDown(Obituary.neverReady(death, called, command, kept), effects);
    }
    String why = seat.farewell(death) + kept;
    effects.add(() -> roster.listener.workerEnded(card, why));
    roster.remove(seat);
    effects.add(() -> roster.home.gone(seat.member));
    dispatcher.dispatch(effects);
  }

  /**
   * Of several that ran nobody knows which one was to blame, unless it was ended from outside: each
   * is tried again alone. Where that may not be, or cannot be any more, all of them are blamed.
   */
  private void ran(List<Job> all, Death death, String kept, Effects effects) {
    List<Job> back = new ArrayList<>();
    for (Job job : all) {
      boolean lost = death.lost() && ++job.losses < MOST_LOSSES;
      job.innocent = lost;
      if ((all.size() > 1 || lost) && roster.mayGoBack(job)) {
        back.add(job);
      } else {
        String beside = all.size() == 1 || job.forced != null ? "" : Obituary.beside(job, all);
        blame(job, death, kept + beside, beside.isEmpty() && seat.exiting, effects);
      }
    }
    if (!back.isEmpty()) {
      String reason =
          death.lost()
              ? Obituary.lost(seat.worker(), death, back)
              : Obituary.inCompany(seat.worker(), death, all);
      back.forEach(seat::removeRunning);
      effects.add(() -> roster.listener.notice(reason));
      roster.takeBack(seat, back, reason, effects);
      effects.add(() -> roster.locked(dispatcher::dispatch));
    }
  }

  /** Who was killed from outside while it started may do better next time, but not for ever. */
  private boolean mayComeAgain(Death death) {
    return (!death.signal().isEmpty() || death.lost()) && ++roster.idleDeaths < MOST_IDLE_DEATHS;
  }

  private void blame(Job job, Death death, String kept, boolean exiting, Effects effects) {
    if (roster.home.isTerminating() && job.forced == null) {
      job.forced = Outcome.CANCELLED;
      job.forcedReason = "the build was stopped";
    }
    if (job.forced == Outcome.TIMED_OUT && job.isTask() && job.dump.isEmpty()) {
      effects.add(() -> noDump(job));
    }
    seat.removeRunning(job);
    Attempt attempt = job.ended(seat.worker(), death, exiting, kept, roster.heap());
    if (seat.threads > 1 && job.forced == null) {
      roster.deadly.add(job.task.index());
    }
    roster.complete(job, attempt, new byte[0], effects);
  }

  private void noDump(Job job) {
    byte[] text =
        "(no thread dump: the worker did not answer before it was ended)"
            .getBytes(StandardCharsets.UTF_8);
    roster.listener.output(job.task, job.number, PoolListener.Stream.NOTE, text, text.length);
  }

  /** Nobody is to blame; but a worker that dies by itself is worth a line. */
  private void idle(Death death, String kept, boolean waited, Effects effects) {
    if (waited && ++roster.idleDeaths >= MOST_IDLE_DEATHS) {
      roster.breakDown(Obituary.neverStarts(death), effects);
    } else {
      String text =
          Obituary.who(seat.worker()) + " died between two tasks: " + death.reason() + kept;
      effects.add(() -> roster.listener.notice(text));
    }
  }

  /** What its instances had to close is not closed, and no task's outcome tells it. */
  private void unclosed(Death death, String kept) {
    String reason = " died before it had closed the list's instances: " + death.reason() + kept;
    roster.closeFailures.add(Failure.of(Obituary.who(seat.worker()) + reason));
  }
}
