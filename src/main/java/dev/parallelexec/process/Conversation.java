package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one worker and one list say to each other, from sitting down to getting up. */
final class Conversation implements Worker.Guest {
  /** Nobody knows whose output it is that comes past our streams: most likely who runs alone. */
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
                          roster.options.bounds().workers(),
                          roster.threads())));
    }
  }

  @Override
  public void frame(Worker worker, Frame frame) {
    switch (frame.kind()) {
      case OPENED -> roster.locked(effects -> opened((Frame.Opened) frame, effects));
      case STARTED -> roster.locked(effects -> started((Frame.Started) frame, effects));
      case OUTPUT -> output((Frame.Output) frame);
      case DONE -> {
        // Whoever hears of the end may stop the list: only then is it known what comes next.
        roster.locked(effects -> done((Frame.Done) frame, effects));
        roster.locked(dispatcher::dispatch);
      }
      case RETURNED -> roster.locked(effects -> returned((Frame.Returned) frame, effects));
      case DUMPED -> dumped((Frame.Dumped) frame);
      case EXITING -> roster.locked(effects -> exiting(((Frame.Exiting) frame).seq(), effects));
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
          QUIT,
          PING,
          MARK ->
          throw new Breach("an unexpected " + frame.kind() + " frame, which is Maven's to send");
    }
  }

  private void opened(Frame.Opened opened, Effects effects) {
    Manners.opened(seat, roster.list, opened);
    seat.closes = opened.closes();
    if (!opened.problems().isEmpty()) {
      String all = String.join("\n", opened.problems());
      roster.breakDown(new EngineException(all), effects);
    }
    if (roster.closing) {
      farewell.close(seat, effects);
    } else {
      seat.state = Seat.State.OPEN;
      roster.free.put(seat);
      roster.opened = true;
      PoolListener.Worker card = seat.card();
      effects.add(() -> roster.listener.workerStarted(card));
      dispatcher.dispatch(effects);
    }
  }

  private void started(Frame.Started started, Effects effects) {
    Job job = Manners.started(seat, started);
    seat.start(job, started.thread());
    roster.idleDeaths = 0;
    job.startedNanos = roster.home.nanos();
    job.startedMillis = System.currentTimeMillis();
    if (job.isTask()) {
      PoolListener.Worker card = seat.card(job.thread);
      effects.add(() -> roster.listener.started(job.task, job.number, card));
    }
    Duration timeout = job.timeout();
    if (roster.endWith != null) {
      farewell.endLate(seat, job, roster.endWith, effects);
    } else if (!timeout.isZero()) {
      effects.add(() -> arm(job, timeout));
    }
  }

  private void arm(Job job, Duration timeout) {
    roster.locked(
        effects -> {
          if (seat.runs(job)) {
            job.alarm = roster.home.after(timeout.toNanos(), () -> timeIsUp(job, timeout));
          }
        });
  }

  private void timeIsUp(Job job, Duration timeout) {
    roster.locked(
        effects -> {
          if (seat.runs(job)) {
            String reason = "limit " + Limits.text(timeout);
            farewell.end(seat, job, Outcome.TIMED_OUT, reason, effects);
          }
        });
  }

  private void done(Frame.Done done, Effects effects) {
    Job job = Manners.done(seat, done);
    seat.removeRunning(job);
    roster.pace.took(done.nanos());
    roster.freed(seat);
    if (done.outcome() == Outcome.OUT_OF_MEMORY && job.besides && roster.mayGoBack(job)) {
      // It may be the others that needed the memory.
      roster.takeBack(seat, List.of(job), Obituary.noMemory(seat.worker()), effects);
    } else {
      roster.complete(job, job.ended(seat.worker(), done, roster.heap()), done.object(), effects);
    }
    if (!done.retire().isEmpty()) {
      roster.retire(seat, done.retire());
    }
    farewell.letGo(seat, effects);
  }

  private void returned(Frame.Returned returned, Effects effects) {
    List<Job> back = Manners.returned(seat, returned);
    seat.recalled = false;
    seat.remove(back);
    roster.freed(seat);
    roster.requeue(back, effects);
    farewell.givenBack(seat, effects);
    dispatcher.dispatch(effects);
  }

  private void closed(Frame.Closed closed, Effects effects) {
    Manners.closed(seat, roster.list, closed);
    seat.closes = false;
    Failure failure = closed.failure();
    if (failure != null) {
      roster.closeFailures.add(failure);
    }
    farewell.leave(seat, effects);
    dispatcher.dispatch(effects);
  }

  private void output(Frame.Output output) {
    tell(output.seq(), stream(output.err()), output.bytes(), output.bytes().length);
  }

  /** A dump that nobody waits for any more is dropped: its attempt has ended meanwhile. */
  private void dumped(Frame.Dumped dumped) {
    Job job = find(dumped.seq());
    if (job != null && job.forced != null && job.dump.isEmpty()) {
      byte[] text = dumped.text().getBytes(StandardCharsets.UTF_8);
      tell(dumped.seq(), PoolListener.Stream.NOTE, text, text.length);
      // Only now, as others may tell on another thread that it is there.
      job.dump = dumped.text();
      farewell.announce(seat, job, roster.options.killGrace());
      seat.worker().send(new Frame.Interrupt(dumped.seq()));
    }
    roster.locked(effects -> roster.changed.signalAll());
  }

  /**
   * The JVM shuts down, which takes as long as the user's hooks do; but not for ever. It says so of
   * all attempts that run; which of them ended it shows when the others have ended.
   */
  private void exiting(long seq, Effects effects) {
    Job job = seat.find(seq);
    if (job != null && seat.runs(job) && !seat.exiting) {
      seat.exiting = true;
      Duration patience = roster.home.patience().exit();
      effects.add(() -> roster.home.later(patience.toNanos(), () -> hangs(patience)));
    }
  }

  private void hangs(Duration patience) {
    roster.locked(
        effects -> {
          if (seat.running.isEmpty()) {
            return;
          }
          // Of several it may have been any.
          if (seat.running.size() == 1 && seat.running.get(0).forced == null) {
            Job job = seat.running.get(0);
            job.forced = Outcome.CRASHED;
            job.forcedReason =
                "the task ended its JVM, and a shutdown hook was still running "
                    + Limits.text(patience)
                    + " later; the worker was ended";
          }
          effects.add(seat.worker()::kill);
        });
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
      return seq == RUNNING ? seat.only() : seat.find(seq);
    } finally {
      roster.lock.unlock();
    }
  }

  @Override
  public void gone(Worker worker, Death death) {
    new Burial(roster, dispatcher, seat).of(death);
  }
}
