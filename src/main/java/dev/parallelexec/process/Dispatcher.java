package dev.parallelexec.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives waiting attempts to workers, and hires workers while attempts wait that they would run. All
 * methods are called with the roster's lock held; what they do to others comes with the effects.
 */
final class Dispatcher {
  /** An attempt that runs longer than this should have nobody wait behind it. */
  private static final long STEAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Roster roster;
  private final Farewell farewell;
  private final Courier courier;
  private boolean sweeping;

  Dispatcher(Roster roster, Farewell farewell) {
    this.roster = roster;
    this.farewell = farewell;
    this.courier = new Courier(roster);
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
   * with the least to do first. Who has nothing to do takes one that must be alone before all
   * others.
   */
  private void deal(Effects effects) {
    // Mostly all have their hands full: this is asked twice for every task.
    if (next() == null) {
      return;
    }
    int free = Math.max(1, roster.free.size());
    dealShares((roster.waiting.size() + free - 1) / free, effects);
    if (roster.threads() > 1) {
      fillThreads(effects);
    }
  }

  /** The seat that is next to be dealt something; null where none takes what waits. */
  private @Nullable Seat next() {
    Seat first = roster.waiting.isEmpty() ? null : roster.free.first();
    boolean takes =
        first != null && room(first) > 0 && (first.isIdle() || roster.waiting.peek() != null);
    return takes ? first : null;
  }

  private void dealShares(int share, Effects effects) {
    long now = roster.home.nanos();
    List<Seat> dealt = new ArrayList<>();
    try {
      for (Seat seat = next(); seat != null; seat = next()) {
        if (seat.isStuck(now, STEAL_NANOS)) {
          // It stays so until one of its attempts ends.
          roster.free.setAside(seat);
        } else {
          dealt.add(seat);
          roster.free.remove(seat);
          deal(seat, share, effects);
        }
      }
    } finally {
      dealt.forEach(roster.free::put);
    }
  }

  /** Shares leave threads free where other workers could not take theirs. */
  private void fillThreads(Effects effects) {
    List<Seat> dealt = new ArrayList<>();
    try {
      for (Seat seat = next(); seat != null && seat.load() < seat.threads; seat = next()) {
        dealt.add(seat);
        roster.free.remove(seat);
        deal(seat, seat.threads - seat.load(), effects);
      }
    } finally {
      dealt.forEach(roster.free::put);
    }
  }

  private int room(Seat seat) {
    return seat.room(seat.threads * roster.pace.ahead(), maxTasks());
  }

  private void deal(Seat seat, int most, Effects effects) {
    int room = Math.min(most, room(seat));
    List<Job> dealt = new ArrayList<>(room);
    Job lonely = seat.isIdle() ? roster.waiting.pollLonely() : null;
    if (lonely != null) {
      seat.take(lonely);
      dealt.add(lonely);
    } else {
      fill(seat, room, dealt);
    }
    if (!dealt.isEmpty()) {
      if (seat.outbox.add(dealt)) {
        effects.add(() -> courier.send(seat));
      }
      replace(seat, effects);
    }
  }

  private void fill(Seat seat, int room, List<Job> dealt) {
    Job next = roster.waiting.peek();
    while (dealt.size() < room && next != null && seat.holds(next)) {
      seat.take(next);
      dealt.add(roster.waiting.remove());
      next = roster.waiting.peek();
    }
  }

  private int maxTasks() {
    return roster.options.bounds().maxTasksPerWorker();
  }

  /** A worker that has its last attempts gets its successor now, not when it has gone. */
  private void replace(Seat seat, Effects effects) {
    if (maxTasks() > 0 && seat.member.tasks >= maxTasks()) {
      roster.retire(seat, "it was given " + maxTasks() + " tasks");
      if (!roster.waiting.isEmpty()) {
        succeed(seat, effects);
      }
    }
  }

  private void succeed(Seat seat, Effects effects) {
    seat.replaced = true;
    roster.replaced++;
    launch(seat.member.permit, seat, effects);
  }

  /** A worker that goes for its own reasons has its successor start while it says goodbye. */
  private void relieve(Effects effects) {
    for (Seat seat : roster.retired) {
      if (seat.wantsSuccessor() && !roster.waiting.isEmpty()) {
        succeed(seat, effects);
      }
    }
  }

  private void hire(Effects effects) {
    int most = roster.options.bounds().workers() - roster.noPlace - roster.workers();
    if (most <= 0 || roster.waiting.isEmpty()) {
      return;
    }
    int starting = 0;
    for (Seat seat : roster.seats) {
      boolean comes = seat.state == Seat.State.STARTING || seat.state == Seat.State.OPENING;
      starting += comes ? 1 : 0;
    }
    int wants = Math.min(most, roster.waiting.workers(roster.threads()) - starting);
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
      Seat seat = new Seat(taken, roster.threads(), null);
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
    StockWorker member = roster.home.create(roster.key, permit, roster.options.bounds());
    roster.home.permits().hold(member, permit);
    Seat seat = new Seat(member, roster.threads(), predecessor);
    roster.seats.add(seat);
    if (predecessor != null) {
      predecessor.successor = seat;
    }
    member.worker().attach(new Conversation(roster, this, farewell, seat));
    member.worker().start();
  }

  /**
   * When a worker has a thread with nothing to do, what others hold back comes to it. They are
   * looked at no more often than a sweep is due.
   */
  private void balance(Effects effects) {
    if (sweeping || !roster.waiting.isEmpty() || !roster.hasIdleThread()) {
      return;
    }
    long now = roster.home.nanos();
    boolean later = false;
    for (Seat seat : roster.seats) {
      if (seat.state == Seat.State.OPEN && seat.holdsBack()) {
        if (seat.isStuck(now, STEAL_NANOS)) {
          seat.recall(effects);
        } else {
          later = true;
        }
      }
    }
    if (later) {
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
}
