package dev.parallelexec.process;

import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import dev.parallelexec.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Gives waiting attempts to workers, and hires workers while attempts wait that they would run. All
 * methods are called with the roster's lock held; what they do to others comes with the effects.
 */
final class Dispatcher {
  /** An attempt that runs longer than this should have nobody wait behind it. */
  private static final long STEAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long DUMP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int PART_BYTES = 1 << 20;

  private final Roster roster;
  private boolean sweeping;

  Dispatcher(Roster roster) {
    this.roster = roster;
  }

  void dispatch(Effects effects) {
    if (roster.closing) {
      return;
    }
    if (roster.home.isTerminating()) {
      roster.startNothing("the build was stopped", effects);
    }
    deal(effects);
    hire(effects);
    balance(effects);
  }

  /** Evenly, so that the last ones do not queue up at one worker while another has none. */
  private void deal(Effects effects) {
    int open = (int) roster.seats.stream().filter(s -> s.state == Seat.State.OPEN).count();
    if (open == 0 || roster.waiting.isEmpty()) {
      return;
    }
    int share = Math.max(1, (roster.waiting.size() + open - 1) / open);
    // A seat may be replaced meanwhile, which adds one.
    for (Seat seat : List.copyOf(roster.seats)) {
      int room = Math.min(share, seat.room(roster.pace.ahead(), maxTasks()));
      List<Job> dealt = new ArrayList<>(Math.max(0, room));
      while (dealt.size() < room
          && !roster.waiting.isEmpty()
          && seat.holds(roster.waiting.element())) {
        Job job = roster.waiting.remove();
        seat.take(job);
        dealt.add(job);
      }
      if (!dealt.isEmpty()) {
        effects.add(() -> send(seat, dealt));
        replace(seat, effects);
      }
    }
  }

  private int maxTasks() {
    return roster.options.bounds().maxTasksPerWorker();
  }

  /** A worker that has its last attempts gets its successor now, not when it has gone. */
  private void replace(Seat seat, Effects effects) {
    if (maxTasks() > 0 && seat.member.tasks >= maxTasks()) {
      seat.state = Seat.State.RETIRING;
      seat.spent = true;
      if (!roster.waiting.isEmpty()) {
        seat.replaced = true;
        launch(seat.member.permit, effects);
      }
    }
  }

  private void hire(Effects effects) {
    int starting = 0;
    for (Seat seat : roster.seats) {
      boolean comes = seat.state == Seat.State.STARTING || seat.state == Seat.State.OPENING;
      starting += comes ? 1 : 0;
    }
    int most = roster.options.bounds().workers() - roster.workers();
    int wants = Math.min(most, roster.waiting.size() - starting);
    for (boolean hired = true; wants > 0 && hired; wants--) {
      hired = hireOne(wants, effects);
    }
  }

  private boolean hireOne(int wants, Effects effects) {
    int has = roster.workers();
    if (has > 0 && roster.home.permits().others(roster)) {
      return false;
    }
    StockWorker idle = roster.home.stock().take(roster.key, maxTasks(), roster.options.fired());
    if (idle != null) {
      Seat seat = new Seat(idle);
      roster.seats.add(seat);
      effects.add(() -> new Conversation(roster, this, seat).sitDown());
      return true;
    }
    long heap = roster.home.heapOf(roster.key.spec());
    Permits.Answer answer =
        roster
            .home
            .permits()
            .acquire(
                new Permits.Asker(roster, roster.options.fired(), has, wants),
                heap,
                roster.options.bounds().maxMemory());
    answer.evict().forEach(effects::add);
    Permits.Permit permit = answer.permit();
    if (permit == null) {
      return false;
    }
    if (answer.extra() && !roster.saidExtra) {
      roster.saidExtra = true;
      effects.add(
          () ->
              roster.listener.notice(
                  "Fired tasks hold all workers: one more is started, so that this goal need not"
                      + " wait for them"));
    }
    launch(permit, effects);
    return true;
  }

  private void launch(Permits.Permit permit, Effects effects) {
    effects.add(() -> roster.listener.workerStarting(permit.slot()));
    StockWorker member = roster.home.create(roster.key, permit, roster.options.bounds().workers());
    Seat seat = new Seat(member);
    roster.seats.add(seat);
    member.worker().attach(new Conversation(roster, this, seat));
    member.worker().start();
  }

  /** When a worker has nothing to do, what others hold back comes to it. */
  private void balance(Effects effects) {
    boolean idle = roster.seats.stream().anyMatch(Seat::isIdle);
    if (!idle || !roster.waiting.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    boolean later = false;
    for (Seat seat : roster.seats) {
      if (seat.state == Seat.State.OPEN && seat.holdsBack()) {
        Job running = seat.running;
        if (running != null && now - running.startedNanos > STEAL_NANOS) {
          seat.recall(effects);
        } else {
          later = true;
        }
      }
    }
    if (later && !sweeping) {
      sweeping = true;
      effects.add(() -> roster.home.later(STEAL_NANOS, this::sweep));
    }
  }

  private void sweep() {
    roster.locked(
        effects -> {
          sweeping = false;
          if (!roster.closing) {
            balance(effects);
          }
        });
  }

  /** Writes the frames; outside the lock. */
  private void send(Seat seat, List<Job> jobs) {
    for (Job job : jobs) {
      Iterable<byte[]> objects = job.objects;
      if (objects == null) {
        seat.worker().write(run(seat, job));
      } else {
        sendParts(seat.worker(), objects);
        seat.worker().write(new Frame.Reduce(job.seq, roster.list, job.task.call()));
      }
    }
    seat.worker().flush();
  }

  private void sendParts(WorkerProcess worker, Iterable<byte[]> objects) {
    List<byte[]> part = new ArrayList<>();
    int bytes = 0;
    for (byte[] object : objects) {
      part.add(object);
      bytes += object.length;
      if (bytes > PART_BYTES) {
        worker.write(new Frame.Part(roster.list, part));
        part = new ArrayList<>();
        bytes = 0;
      }
    }
    worker.write(new Frame.Part(roster.list, part));
  }

  private Frame.Run run(Seat seat, Job job) {
    Task task = job.task;
    int slot = seat.worker().slot();
    Map<String, String> properties = Map.of();
    if (!task.properties().isEmpty()) {
      properties = new HashMap<>();
      for (Map.Entry<String, Text> e : task.properties().entrySet()) {
        properties.put(e.getKey(), e.getValue().at(slot));
      }
    }
    return new Frame.Run(
        job.seq,
        roster.list,
        roster.options.calls().indexOf(task.call()),
        task.index(),
        task.id(),
        job.number,
        task.arguments().at(slot),
        task.arguments().defaulted(),
        properties,
        roster.options.temporary().resolve(task.index() + "-" + job.number).toString());
  }

  /**
   * Ends what runs on a seat with an outcome: its threads are told to tell what they do, then
   * interrupted, then the worker is ended. A list that is cancelled has no time for the first two.
   */
  void end(Seat seat, Outcome outcome, String reason, Effects effects) {
    Job job = seat.running;
    if (job == null || job.forced != null) {
      return;
    }
    job.forced = outcome;
    job.forcedReason = reason;
    seat.recall(effects);
    seat.spent = true;
    if (seat.state == Seat.State.OPEN) {
      seat.state = Seat.State.RETIRING;
    }
    long seq = job.seq;
    WorkerProcess worker = seat.worker();
    if (outcome == Outcome.TIMED_OUT) {
      Duration grace = roster.options.killGrace();
      if (job.isTask()) {
        PoolListener.Worker card = seat.card();
        effects.add(() -> roster.listener.stopping(job.task, job.number, card, reason, grace));
      }
      effects.add(
          () -> {
            // Aside, and the end first: one that is stopped does not read, and a write may block.
            roster.home.later(grace.toNanos(), () -> kill(seat, job));
            worker.sendAside(new Frame.Dump(seq));
            // The dump's arrival brings the interrupt; a worker that cannot even dump gets it now.
            roster.home.later(DUMP_NANOS, () -> worker.sendAside(new Frame.Interrupt(seq)));
          });
    } else {
      effects.add(worker::kill);
    }
  }

  private void kill(Seat seat, Job job) {
    roster.lock.lock();
    try {
      if (seat.running != job) {
        return;
      }
    } finally {
      roster.lock.unlock();
    }
    seat.worker().kill();
  }
}
