package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one worker and one list say to each other, from sitting down to getting up. */
final class Conversation implements Worker.Guest {
  /** A worker that dies so often in a row before it starts anything will do so for ever. */
  private static final int MOST_IDLE_DEATHS = 3;

  /** Nobody knows whose output it is that comes past our streams: most likely who runs. */
  private static final long RUNNING = Long.MIN_VALUE;

  private final Roster roster;
  private final Dispatcher dispatcher;
  private final Farewell farewell;
  private final Seat seat;

  Conversation(Roster roster, Dispatcher dispatcher, Farewell farewell, Seat seat) {
    this.roster = roster;
    this.dispatcher = dispatcher;
    this.farewell = farewell;
    this.seat = seat;
  }

  @Override
  public void ready(Worker worker) {
    roster.locked(this::begin);
  }

  /** The list begins in a worker that takes tasks. */
  void begin(Effects effects) {
    if (seat.state == Seat.State.STARTING && !roster.closing) {
      seat.state = Seat.State.OPENING;
      effects.add(
          () ->
              seat.worker()
                  .send(
                      new Frame.Open(
                          roster.list,
                          roster.options.calls(),
                          roster.options.objects(),
                          roster.options.bounds().workers())));
    }
  }

  @Override
  public void frame(Worker worker, Frame frame) throws ProtocolException {
    boolean fits =
        switch (frame.kind()) {
          case OPENED -> roster.decided(effects -> opened((Frame.Opened) frame, effects));
          case STARTED -> roster.decided(effects -> started((Frame.Started) frame, effects));
          case OUTPUT -> output((Frame.Output) frame);
          case DONE -> {
            // Whoever hears of the end may stop the list: only then is it known what comes next.
            boolean ended = roster.decided(effects -> done((Frame.Done) frame, effects));
            roster.locked(dispatcher::dispatch);
            yield ended;
          }
          case RETURNED -> roster.decided(effects -> returned((Frame.Returned) frame, effects));
          case DUMPED -> dumped((Frame.Dumped) frame);
          case EXITING -> roster.decided(effects -> exiting((Frame.Exiting) frame));
          case CLOSED -> roster.decided(effects -> closed((Frame.Closed) frame, effects));
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
              false;
        };
    if (!fits) {
      throw new ProtocolException("it sent a " + frame.kind() + " frame that does not fit here");
    }
  }

  private boolean opened(Frame.Opened opened, Effects effects) {
    if (seat.state != Seat.State.OPENING || opened.list() != roster.list) {
      return false;
    }
    if (!opened.problems().isEmpty()) {
      String all = String.join("\n", opened.problems());
      roster.breakDown(new EngineException(all), effects);
    }
    if (roster.closing) {
      farewell.close(seat, effects);
    } else {
      seat.state = Seat.State.OPEN;
      PoolListener.Worker card = seat.card();
      effects.add(() -> roster.listener.workerStarted(card));
      dispatcher.dispatch(effects);
    }
    return true;
  }

  private boolean started(Frame.Started started, Effects effects) {
    Job job = seat.find(started.seq());
    if (job == null || seat.running != null) {
      return false;
    }
    seat.running = job;
    roster.idleDeaths = 0;
    job.startedNanos = roster.home.nanos();
    job.startedMillis = System.currentTimeMillis();
    if (job.isTask()) {
      PoolListener.Worker card = seat.card();
      effects.add(() -> roster.listener.started(job.task, job.number, card));
    }
    Duration timeout = job.timeout();
    if (roster.endWith != null) {
      farewell.end(seat, roster.endWith, String.valueOf(roster.cancelReason), effects);
    } else if (!timeout.isZero()) {
      effects.add(() -> arm(job, timeout));
    }
    return true;
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
            farewell.end(seat, Outcome.TIMED_OUT, reason, effects);
          }
        });
  }

  private boolean done(Frame.Done done, Effects effects) {
    Job job = seat.running;
    if (job == null || job.seq != done.seq()) {
      return false;
    }
    seat.removeRunning(job);
    roster.pace.took(done.nanos());
    roster.complete(job, job.ended(seat.worker(), done), done.object(), effects);
    if (!done.retire().isEmpty()) {
      seat.retire(done.retire());
    }
    farewell.letGo(seat, effects);
    return true;
  }

  private boolean returned(Frame.Returned returned, Effects effects) {
    List<Job> back = new ArrayList<>();
    for (long seq : returned.seqs()) {
      Job job = seat.find(seq);
      if (job == null || job == seat.running || back.contains(job)) {
        return false;
      }
      back.add(job);
    }
    seat.recalled = false;
    seat.remove(back);
    roster.requeue(back, effects);
    farewell.letGo(seat, effects);
    dispatcher.dispatch(effects);
    return true;
  }

  private boolean exiting(Frame.Exiting exiting) {
    Job job = seat.running;
    seat.exiting = job != null && job.seq == exiting.seq();
    return seat.exiting;
  }

  private boolean closed(Frame.Closed closed, Effects effects) {
    if (seat.state != Seat.State.CLOSING || closed.list() != roster.list) {
      return false;
    }
    Failure failure = closed.failure();
    if (failure != null) {
      roster.closeFailures.add(failure);
    }
    farewell.leave(seat, effects);
    dispatcher.dispatch(effects);
    return true;
  }

  private boolean output(Frame.Output output) {
    tell(output.seq(), stream(output.err()), output.bytes(), output.bytes().length);
    return true;
  }

  private boolean dumped(Frame.Dumped dumped) {
    byte[] text = dumped.text().getBytes(StandardCharsets.UTF_8);
    tell(dumped.seq(), PoolListener.Stream.NOTE, text, text.length);
    seat.worker().send(new Frame.Interrupt(dumped.seq()));
    return true;
  }

  @Override
  public void raw(Worker worker, boolean err, byte[] bytes, int length) {
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
  public void gone(Worker worker, Death death) {
    roster.locked(
        effects -> {
          boolean ours = roster.home.isTerminating() || roster.closing;
          boolean started = seat.running != null;
          boolean opening = seat.state == Seat.State.OPENING;
          blame(death, effects);
          List<Job> back = seat.unstarted();
          seat.remove(back);
          roster.requeue(back, effects);
          if (!ours && !death.ready() && !mayComeAgain(death)) {
            String command = roster.home.commandText(roster.key.spec());
            roster.breakDown(Obituary.neverReady(death, command), effects);
          } else if (!ours && death.ready() && !started && (opening || !back.isEmpty())) {
            idleDeath(death, effects);
          }
          PoolListener.Worker card = seat.card();
          String why = seat.farewell(death);
          effects.add(() -> roster.listener.workerEnded(card, why));
          roster.remove(seat);
          effects.add(() -> roster.home.gone(seat.member));
          dispatcher.dispatch(effects);
        });
  }

  /** Who was killed from outside while it started may do better next time, but not for ever. */
  private boolean mayComeAgain(Death death) {
    return !death.signal().isEmpty() && ++roster.idleDeaths < MOST_IDLE_DEATHS;
  }

  /** It was ready, and had something to do, but never came to it. */
  private void idleDeath(Death death, Effects effects) {
    if (++roster.idleDeaths >= MOST_IDLE_DEATHS) {
      roster.breakDown(Obituary.neverStarts(death), effects);
    }
  }

  private void blame(Death death, Effects effects) {
    Job job = seat.running;
    if (job == null) {
      return;
    }
    if (roster.home.isTerminating() && job.forced == null) {
      job.forced = Outcome.CANCELLED;
      job.forcedReason = "the build was stopped";
    }
    seat.removeRunning(job);
    roster.complete(job, job.ended(seat.worker(), death, seat.exiting), new byte[0], effects);
  }
}
