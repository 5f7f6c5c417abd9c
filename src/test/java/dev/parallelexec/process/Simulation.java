package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.wire.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that can happen to the engines of one build, one thing after another, as a list of choices
 * says: lists begin, get tasks, are cancelled and end; workers do what workers do, or what only
 * hostile ones would; alarms ring. Where the engine calls a worker with no lock held, another
 * thread could be quicker: there, too, something else may happen first. After each step what must
 * always hold is asserted, and at the end, when all that can happen has happened, that nothing
 * waits for ever.
 */
final class Simulation {
  private static final int MOST_LISTS = 3;
  private static final int MOST_NESTED = 3;

  final Map<String, Object> shared = new HashMap<>();
  final SimulatedHome home = new SimulatedHome(this, shared);
  final List<SimulatedList> lists = new ArrayList<>();
  final boolean hostile;
  boolean problemsSaid;
  private final List<Integer> choices;
  private final StringBuilder story = new StringBuilder();

  /** In a plain test: what happens on another thread before a worker is called the next time. */
  @Nullable Runnable aside;

  private int at;
  private int nested;
  private boolean ending;

  Simulation(List<Integer> choices, boolean hostile) {
    this.choices = choices;
    this.hostile = hostile;
  }

  /** What could happen next, with weights. */
  static final class Moves {
    private static final int USUAL = 12;
    private final List<Move> all = new ArrayList<>();
    private int weight;

    private record Move(int weight, String name, Runnable action) {}

    void add(int times, String name, Runnable action) {
      put(times * USUAL, name, action);
    }

    /** What would end most lists before anything has come of them, if it happened as often. */
    void addRare(String name, Runnable action) {
      put(1, name, action);
    }

    private void put(int times, String name, Runnable action) {
      all.add(new Move(times, name, action));
      weight += times;
    }

    private Move at(int place) {
      int left = place;
      for (Move move : all) {
        left -= move.weight();
        if (left < 0) {
          return move;
        }
      }
      throw new AssertionError("no move at " + place);
    }
  }

  /** The next choice, below a bound; 0 when all are used up. */
  int pick(int bound) {
    return at < choices.size() ? Math.floorMod(choices.get(at++), bound) : 0;
  }

  void note(String what) {
    story.append("  ".repeat(nested)).append(what).append('\n');
  }

  /** From the first to the last. */
  void run() {
    try {
      begin();
      while (at < choices.size()) {
        step();
      }
      end();
    } catch (Throwable e) {
      throw new AssertionError(e.getMessage() + "\nThis happened:\n" + story, e);
    }
  }

  /** Of the lists of a plain test: how many attempts a worker of theirs runs at once. */
  int threads = 1;

  /** A list of a plain test. */
  SimulatedList list(int workers, int maxTasks, int chunk, boolean fired) {
    ListOptions.Bounds bounds = new ListOptions.Bounds(workers, threads, maxTasks, chunk, 10_000);
    lists.add(new SimulatedList(this, lists.size() + 1, bounds, fired));
    return lists.get(lists.size() - 1);
  }

  private void begin() {
    note("list " + (lists.size() + 1) + " begins");
    lists.add(new SimulatedList(this, lists.size() + 1));
  }

  private void step() {
    Moves moves = new Moves();
    if (lists.size() < MOST_LISTS) {
      moves.add(1, "another", this::begin);
    }
    List.copyOf(lists).forEach(list -> list.offer(moves));
    home.workers.forEach(worker -> worker.offer(moves));
    if (home.canRing()) {
      moves.add(3, "time goes on", home::ring);
    }
    if (pick(150) == 1) {
      moves.add(1000, "the build is stopped", home::terminate);
    }
    moves.add(1, "nothing", () -> {});
    Moves.Move move = moves.at(pick(moves.weight));
    note(move.name());
    move.action().run();
    check();
  }

  /** Something else may happen here, on another thread. */
  void interleave() {
    Runnable now = aside;
    aside = null;
    if (now != null) {
      now.run();
    }
    if (!ending && nested < MOST_NESTED && !holdsALock() && pick(6) == 1) {
      nested++;
      step();
      nested--;
    }
  }

  boolean holdsALock() {
    return Thread.holdsLock(shared)
        || lists.stream().anyMatch(list -> list.roster.lock.isHeldByCurrentThread());
  }

  /** A worker has started an attempt; what a hostile one says of it may be something else. */
  void started(SimulatedWorker worker, Frame.Run run) {
    if (worker.hostile) {
      return;
    }
    SimulatedList.Tried tried = tried(run);
    assertThat(++tried.starts)
        .as("starts of " + tried.index)
        .isBetween(hostile ? 1 : 1 + tried.takenBack, 1 + tried.takenBack);
    List<SimulatedList.Tried> all = worker.running.values().stream().map(this::tried).toList();
    if (all.size() > 1) {
      all.forEach(one -> one.besides = true);
      assertThat(all).as("what is to be alone").noneMatch(one -> one.takenBack > 0);
    }
  }

  void died(SimulatedWorker worker) {
    for (Frame.Run run : worker.running.values()) {
      tried(run).killedInIt = true;
      tried(run).besides = worker.running.size() > 1;
    }
  }

  void outOfMemory(SimulatedWorker worker, Frame.Run run, boolean really) {
    if (really && !worker.hostile) {
      tried(run).killedInIt = true;
    }
  }

  private SimulatedList.Tried tried(Frame.Run run) {
    return lists.get(run.index() / 100 - 1).all.get(run.index() % 100);
  }

  private void check() {
    if (holdsALock()) {
      return;
    }
    lists.forEach(list -> list.check(nested == 0));
    Map<Integer, SimulatedWorker> busy = new HashMap<>();
    for (SimulatedWorker worker : home.workers) {
      if (!worker.gone && !worker.hostile && !worker.running.isEmpty()) {
        SimulatedWorker other = busy.put(worker.slot(), worker);
        assertThat(other).as("another than " + worker + " with a task in its slot").isNull();
      }
    }
    int bound = lists.stream().mapToInt(list -> list.workers).max().orElse(0);
    // One more than the bound: for a goal, while fired lists hold all.
    assertThat(permits()).as("permits").isLessThanOrEqualTo(bound + 1);
    assertThat(number("fired")).as("permits of fired lists").isLessThanOrEqualTo(bound);
    if (!hostile) {
      int bounds = lists.stream().mapToInt(l -> l.workers).sum();
      // Three may die before one starts a task; each may have a successor already.
      int most = 2 * (3 * (starts() + lists.size()) + bounds);
      assertThat(home.workers.size()).as("workers started").isLessThanOrEqualTo(most);
    }
  }

  /** How many attempts have started. */
  int starts() {
    return lists.stream().flatMap(list -> list.all.stream()).mapToInt(t -> t.starts).sum();
  }

  int permits() {
    Object slots = shared.get("slots");
    return slots == null ? 0 : ((java.util.BitSet) slots).cardinality();
  }

  private int number(String name) {
    return Integer.parseInt(shared.getOrDefault(name, "0").toString());
  }

  /** Everybody does what is left to do; lists end when their tasks have. */
  void end() {
    ending = true;
    note("from here on all goes its way");
    boolean more = true;
    while (more) {
      settle();
      more = false;
      for (SimulatedList list : lists) {
        if (!list.closed && list.isDone()) {
          note(list + " closes");
          list.beginClose();
          settle();
          assertThat(list.canClose()).as(list + " can close " + list.roster.seats).isTrue();
          list.close();
          more = true;
        }
      }
    }
    assertThat(lists).as("lists that hang").allMatch(list -> list.closed);
    home.terminate();
    settle();
    assertThat(home.workers).allMatch(worker -> worker.gone);
    assertThat(permits()).as("permits at the end").isZero();
    for (String name : List.of("heaps", "fired", "idle", "evicting", "starving", "wakes")) {
      assertThat(shared.getOrDefault(name, "0").toString()).as(name).isIn("0", "[]", "{}");
    }
  }

  /** Until nobody can do anything, and five minutes more. */
  void settle() {
    long end = home.nanos() + TimeUnit.MINUTES.toNanos(5);
    int steps = 0;
    do {
      boolean progress = true;
      while (progress) {
        progress = false;
        for (SimulatedWorker worker : List.copyOf(home.workers)) {
          progress |= worker.progress();
        }
        check();
        assertThat(++steps).as("steps until all is quiet").isLessThan(20_000);
      }
    } while (home.ringBefore(end));
  }
}
