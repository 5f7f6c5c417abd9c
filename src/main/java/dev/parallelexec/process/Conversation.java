package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one worker and one list say to each other, from sitting down to getting up. */
final class Conversation implements WorkerProcess.Guest {
  /** A worker that dies so often in a row before it starts anything will do so for ever. */
  private static final int MOST_IDLE_DEATHS = 3;

  /** Nobody knows whose output it is that comes past our streams: most likely who runs. */
  private static final long RUNNING = Long.MIN_VALUE;

  private final Roster roster;
  private final Dispatcher dispatcher;
  private final Seat seat;

  Conversation(Roster roster, Dispatcher dispatcher, Seat seat) {
    this.roster = roster;
    this.dispatcher = dispatcher;
    this.seat = seat;
  }

  /** A worker from the stock joins; it may be dead, or not even ready yet. */
  void sitDown() {
    WorkerProcess worker = seat.worker();
    if (!worker.attach(this)) {
      roster.locked(
          effects -> {
            remove(effects);
            dispatcher.dispatch(effects);
          });
    } else if (worker.isReady()) {
      ready(worker);
    }
  }

  @Override
  public void ready(WorkerProcess worker) {
    roster.locked(
        effects -> {
          if (seat.state == Seat.State.STARTING && !roster.closing) {
            seat.state = Seat.State.OPENING;
            effects.add(
                () ->
                    worker.send(
                        new Frame.Open(
                            roster.list,
                            roster.options.calls(),
                            roster.options.objects(),
                            roster.options.bounds().workers())));
          }
        });
  }

  @Override
  public void frame(WorkerProcess worker, Frame frame) {
    switch (frame.kind()) {
      case OPENED -> roster.locked(effects -> opened((Frame.Opened) frame, effects));
      case STARTED -> roster.locked(effects -> started(((Frame.Started) frame).seq(), effects));
      case OUTPUT -> output((Frame.Output) frame);
      case DONE -> {
        // Whoever hears of the end may stop the list: only then is it known what comes next.
        roster.locked(effects -> done((Frame.Done) frame, effects));
        roster.locked(dispatcher::dispatch);
      }
      case RETURNED -> roster.locked(effects -> returned((Frame.Returned) frame, effects));
      case DUMPED -> dumped((Frame.Dumped) frame);
      case EXITING -> roster.locked(effects -> seat.exiting = true);
      case CLOSED -> roster.locked(effects -> closed((Frame.Closed) frame, effects));
      case HELLO,
          SETUP,
          READY,
          OPEN,
          RUN,
          RECALL,
          DUMP,
          INTERRUPT,
          PART,
          REDUCE,
          ITEMS,
          PULL,
          ITEM_CHUNK,
          CLOSE,
          QUIT ->
          worker.kill();
    }
  }

  private void opened(Frame.Opened opened, Effects effects) {
    if (!opened.problems().isEmpty()) {
      String all = String.join("\n", opened.problems());
      roster.breakDown(new EngineException(all), effects);
    }
    if (seat.state == Seat.State.OPENING) {
      seat.state = Seat.State.OPEN;
      PoolListener.Worker card = seat.card();
      effects.add(() -> roster.listener.workerStarted(card));
      dispatcher.dispatch(effects);
    }
  }

  private void started(long seq, Effects effects) {
    Job job = seat.find(seq);
    if (job == null) {
      effects.add(seat.worker()::kill);
      return;
    }
    seat.running = job;
    roster.idleDeaths = 0;
    job.startedNanos = System.nanoTime();
    job.startedMillis = System.currentTimeMillis();
    if (job.isTask()) {
      PoolListener.Worker card = seat.card();
      effects.add(() -> roster.listener.started(job.task, job.number, card));
    }
    Duration timeout = job.timeout();
    if (!timeout.isZero()) {
      effects.add(() -> arm(job, timeout));
    }
  }

  private void arm(Job job, Duration timeout) {
    roster.locked(
        effects -> {
          if (seat.running == job) {
            job.alarm = roster.home.after(timeout.toNanos(), () -> timeIsUp(job, timeout));
          }
        });
  }

  private void timeIsUp(Job job, Duration timeout) {
    roster.locked(
        effects -> {
          if (seat.running == job) {
            String reason = "limit " + timeout.toMillis() / 1000.0 + "s";
            dispatcher.end(seat, Outcome.TIMED_OUT, reason, effects);
          }
        });
  }

  private void done(Frame.Done done, Effects effects) {
    Job job = seat.remove(done.seq());
    if (job == null) {
      effects.add(seat.worker()::kill);
      return;
    }
    roster.pace.took(done.nanos());
    roster.complete(job, job.ended(seat.worker(), done), done.object(), effects);
    if (!done.retire().isEmpty()) {
      seat.retire(done.retire());
    }
    letGo(effects);
  }

  /** A worker that has ended its last attempt goes. */
  private void letGo(Effects effects) {
    if (seat.state == Seat.State.RETIRING && seat.sent.isEmpty()) {
      seat.state = Seat.State.CLOSING;
      effects.add(() -> seat.worker().send(new Frame.Close(roster.list)));
    } else if (seat.isIdle() && roster.workers() > 1 && roster.home.permits().others(roster)) {
      seat.state = Seat.State.CLOSING;
      effects.add(() -> seat.worker().send(new Frame.Close(roster.list)));
    }
  }

  private void returned(Frame.Returned returned, Effects effects) {
    seat.recalled = false;
    List<Job> back = new ArrayList<>();
    for (long seq : returned.seqs()) {
      Job job = seat.remove(seq);
      if (job != null) {
        seat.member.tasks--;
        back.add(job);
      }
    }
    roster.requeue(back, effects);
    letGo(effects);
    dispatcher.dispatch(effects);
  }

  private void closed(Frame.Closed closed, Effects effects) {
    Failure failure = closed.failure();
    if (failure != null) {
      roster.closeFailures.add(failure);
    }
    if (seat.spent) {
      seat.state = Seat.State.GONE;
      effects.add(seat.worker()::quit);
      roster.changed.signalAll();
    } else {
      effects.add(this::getUp);
    }
  }

  /** The worker is in the stock before its list can end, so that the next list finds it there. */
  private void getUp() {
    roster.home.stock().giveBack(seat.member);
    roster.locked(
        effects -> {
          seat.state = Seat.State.GONE;
          roster.seats.remove(seat);
          roster.changed.signalAll();
          dispatcher.dispatch(effects);
        });
  }

  private void output(Frame.Output output) {
    tell(output.seq(), stream(output.err()), output.bytes(), output.bytes().length);
  }

  private void dumped(Frame.Dumped dumped) {
    byte[] text = dumped.text().getBytes(StandardCharsets.UTF_8);
    tell(dumped.seq(), PoolListener.Stream.NOTE, text, text.length);
    seat.worker().send(new Frame.Interrupt(dumped.seq()));
  }

  @Override
  public void raw(WorkerProcess worker, boolean err, byte[] bytes, int length) {
    tell(RUNNING, stream(err), bytes, length);
  }

  private static PoolListener.Stream stream(boolean err) {
    return err ? PoolListener.Stream.ERR : PoolListener.Stream.OUT;
  }

  /** To the attempt that it belongs to, else it is the worker's. */
  private void tell(long seq, PoolListener.Stream stream, byte[] bytes, int length) {
    Job job = find(seq);
    if (job != null && job.isTask()) {
      roster.listener.output(job.task, job.number, stream, bytes, length);
    } else {
      roster.listener.workerOutput(seat.card(), stream, bytes, length);
    }
  }

  private @Nullable Job find(long seq) {
    roster.lock.lock();
    try {
      return seq == RUNNING ? seat.running : seat.find(seq);
    } finally {
      roster.lock.unlock();
    }
  }

  @Override
  public void gone(WorkerProcess worker, Death death) {
    roster.locked(
        effects -> {
          boolean ours = roster.home.isTerminating() || roster.closing;
          blame(death, effects);
          List<Job> back = seat.removeUnstarted();
          roster.requeue(back, effects);
          if (!ours && !death.ready() && !mayComeAgain(death)) {
            String command = roster.home.commandText(roster.key.spec());
            roster.breakDown(Obituary.neverReady(death, command), effects);
          }
          PoolListener.Worker card = seat.card();
          String why = seat.farewell(death);
          effects.add(() -> roster.listener.workerEnded(card, why));
          remove(effects);
          dispatcher.dispatch(effects);
        });
  }

  /** Who was killed from outside while it started may do better next time, but not for ever. */
  private boolean mayComeAgain(Death death) {
    return !death.signal().isEmpty() && ++roster.idleDeaths < MOST_IDLE_DEATHS;
  }

  private void blame(Death death, Effects effects) {
    Job job = seat.running;
    if (job != null) {
      if (roster.home.isTerminating() && job.forced == null) {
        job.forced = Outcome.CANCELLED;
        job.forcedReason = "the build was stopped";
      }
      seat.remove(job.seq);
      roster.complete(job, job.ended(seat.worker(), death, seat.exiting), new byte[0], effects);
    } else if (!seat.sent.isEmpty() && ++roster.idleDeaths >= MOST_IDLE_DEATHS) {
      roster.breakDown(Obituary.neverStarts(death), effects);
    }
  }

  private void remove(Effects effects) {
    seat.state = Seat.State.GONE;
    roster.seats.remove(seat);
    roster.changed.signalAll();
    boolean replaced = seat.replaced;
    effects.add(() -> roster.home.gone(seat.member, !replaced));
  }
}
