package dev.parallelexec.process;

import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import dev.parallelexec.wire.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives waiting attempts to workers, and hires workers while attempts wait that they would run. All
 * methods are called with the roster's lock held; what they do to others comes with the effects.
 */
final class Dispatcher {
  /** An attempt that runs longer than this should have nobody wait behind it. */
  private static final long STEAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int PART_BYTES = 1 << 20;

  private final Roster roster;
  private final Farewell farewell;
  private boolean sweeping;

  Dispatcher(Roster roster, Farewell farewell) {
    this.roster = roster;
    this.farewell = farewell;
  }

  void dispatch(Effects effects) {
    if (roster.closing) {
      return;
    }
    if (roster.home.isTerminating()) {
      roster.startNothing("the build was stopped", effects);
    }
    deal(effects);
    relieve(effects);
    hire(effects);
    balance(effects);
    farewell.makeRoom(effects);
  }

  /**
   * Evenly, so that the last ones do not queue up at one worker while another has none; to those
   * with nothing to do first.
   */
  private void deal(Effects effects) {
    int open = (int) roster.seats.stream().filter(Seat::takes).count();
    if (open == 0 || roster.waiting.isEmpty()) {
      return;
    }
    int share = Math.max(1, (roster.waiting.size() + open - 1) / open);
    long now = roster.home.nanos();
    for (Seat seat : roster.idleFirst()) {
      int most = isLong(seat.running, now) ? 0 : share;
      int room = Math.min(most, seat.room(roster.pace.ahead(), maxTasks()));
      List<Job> dealt = new ArrayList<>(Math.max(0, room));
      while (dealt.size() < room
          && !roster.waiting.isEmpty()
          && seat.holds(roster.waiting.element())) {
        Job job = roster.waiting.remove();
        seat.take(job);
        dealt.add(job);
      }
      if (!dealt.isEmpty()) {
        if (seat.outbox.add(dealt)) {
          effects.add(() -> send(seat));
        }
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
      seat.retire("it was given " + maxTasks() + " tasks");
      if (!roster.waiting.isEmpty()) {
        seat.replaced = true;
        launch(seat.member.permit, seat, effects);
      }
    }
  }

  /** A worker that goes for its own reasons has its successor start while it says goodbye. */
  private void relieve(Effects effects) {
    for (Seat seat : List.copyOf(roster.seats)) {
      if (seat.wantsSuccessor() && !roster.waiting.isEmpty()) {
        seat.replaced = true;
        launch(seat.member.permit, seat, effects);
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
    Permits.Asker asker = new Permits.Asker(roster, roster.options.fired(), has, wants);
    if (seatFromStock(asker, effects)) {
      return true;
    }
    long heap = roster.home.heapOf(roster.key.spec());
    long most = roster.options.bounds().maxMemory();
    Permits.Answer answer = roster.home.permits().acquire(asker, heap, most);
    answer.then().forEach(effects::add);
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
    launch(permit, null, effects);
    return true;
  }

  /** A worker from the stock may not be ready yet, or dead already. */
  private boolean seatFromStock(Permits.Asker asker, Effects effects) {
    Stock stock = roster.home.stock();
    StockWorker idle = stock.take(roster.key, maxTasks(), asker);
    while (idle != null) {
      StockWorker taken = idle;
      Seat seat = new Seat(taken, null);
      Conversation conversation = new Conversation(roster, this, farewell, seat);
      // With the lock held: the list could end before, and then the worker is another one's.
      if (taken.worker().attach(conversation)) {
        roster.seats.add(seat);
        if (taken.worker().isReady()) {
          conversation.begin(effects);
        }
        return true;
      }
      effects.add(() -> roster.home.gone(taken));
      idle = stock.take(roster.key, maxTasks(), asker);
    }
    return false;
  }

  private void launch(Permits.Permit permit, @Nullable Seat predecessor, Effects effects) {
    effects.add(() -> roster.listener.workerStarting(permit.slot()));
    StockWorker member = roster.home.create(roster.key, permit, roster.options.bounds().workers());
    roster.home.permits().hold(member, permit);
    Seat seat = new Seat(member, predecessor);
    roster.seats.add(seat);
    member.worker().attach(new Conversation(roster, this, farewell, seat));
    member.worker().start();
  }

  /** When a worker has nothing to do, what others hold back comes to it. */
  private void balance(Effects effects) {
    boolean idle = roster.seats.stream().anyMatch(Seat::isIdle);
    if (!idle || !roster.waiting.isEmpty()) {
      return;
    }
    long now = roster.home.nanos();
    boolean later = false;
    for (Seat seat : roster.seats) {
      if (seat.state == Seat.State.OPEN && seat.holdsBack()) {
        Job running = seat.running;
        if (isLong(running, now)) {
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

  /** Whether it has been running for so long that nobody should wait behind it. */
  private static boolean isLong(@Nullable Job running, long now) {
    return running != null && now - running.startedNanos >= STEAL_NANOS;
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

  /** Writes the frames; outside the lock, one thread at a time for each seat. */
  private void send(Seat seat) {
    try {
      for (List<Job> jobs = outbox(seat); !jobs.isEmpty(); jobs = outbox(seat)) {
        jobs.forEach(job -> write(seat, job));
        seat.worker().flush();
      }
    } catch (RuntimeException | Error e) {
      // It would wait for ever for what it was dealt. When it is gone, others get that.
      seat.worker().kill();
      throw e;
    }
  }

  private List<Job> outbox(Seat seat) {
    roster.lock.lock();
    try {
      return seat.outbox.take();
    } finally {
      roster.lock.unlock();
    }
  }

  private void write(Seat seat, Job job) {
    Iterable<byte[]> objects = job.objects;
    if (objects == null) {
      seat.worker().write(run(seat, job));
    } else {
      sendParts(seat.worker(), objects);
      seat.worker().write(new Frame.Reduce(job.seq, roster.list, job.task.call()));
    }
  }

  private void sendParts(Worker worker, Iterable<byte[]> objects) {
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
}
