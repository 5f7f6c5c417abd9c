package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.SerialListener;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list of the simulation, with what became of its attempts. */
final class SimulatedList {
  private static final Call CALL = Call.function("com.acme.Numbers::cube");
  private static final Duration SHORT = Duration.ofMillis(50);

  final List<Tried> all = new ArrayList<>();
  final Roster roster;
  final LocalEngine engine;
  final int workers;
  boolean ending;
  boolean closed;
  private final Simulation simulation;

  /** An attempt, from outside. */
  static final class Tried {
    final int index;
    boolean refused;
    int completions;
    int starts;

    /** How often it was said to start once more. */
    int takenBack;

    /** Whether the worker of its last start died, or had not enough memory. */
    boolean killedInIt;

    /** Whether others ran beside it; where its worker died, then. */
    boolean besides;

    final boolean idempotent;
    @Nullable Outcome outcome;

    @Override
    public String toString() {
      return index + " " + outcome;
    }

    Tried(int index, boolean idempotent) {
      this.index = index;
      this.idempotent = idempotent;
    }

    boolean over() {
      return refused || completions > 0;
    }
  }

  SimulatedList(Simulation simulation, int number) {
    this(
        simulation,
        number,
        new ListOptions.Bounds(
            1 + simulation.pick(3),
            1 + simulation.pick(3),
            simulation.pick(4),
            simulation.pick(4),
            200 + simulation.pick(2) * 1000L),
        simulation.pick(2) == 1);
  }

  SimulatedList(Simulation simulation, int number, ListOptions.Bounds bounds, boolean fired) {
    this.simulation = simulation;
    this.workers = bounds.workers();
    Duration grace = Duration.ofMillis(100);
    Path tmp = Path.of("tmp");
    ListOptions options =
        new ListOptions(bounds, grace, fired, List.of(CALL), false, Path.of(""), tmp);
    Launch launch =
        new Launch(Path.of("java"), List.of(), List.of(), Map.of(), Path.of(""), Sharing.OFF);
    WorkerSpec spec = new WorkerSpec(launch, Map.of(), null, List.of(), 100);
    StockWorker.Key key = new StockWorker.Key(spec, "classes " + simulation.pick(2));
    this.roster =
        new Roster(simulation.home, key, options, SerialListener.of(new Listener()), number);
    this.engine = new LocalEngine(roster);
  }

  void offer(Simulation.Moves moves) {
    if (closed) {
      return;
    }
    if (all.size() < 14) {
      moves.add(6, this + " gets a task", () -> submit(1));
      moves.add(3, this + " gets tasks", () -> submit(2 + simulation.pick(4)));
    }
    if (isDone()) {
      moves.addRare(this + " rests", engine::rest);
    }
    moves.addRare(this + " starts nothing more", () -> cancel(null));
    moves.addRare(this + " is cancelled", () -> cancel(Outcome.CANCELLED));
    moves.addRare(this + " is out of time", () -> cancel(Outcome.TIMED_OUT));
    if (!roster.closing) {
      moves.addRare(this + " begins to close", this::beginClose);
    } else if (canClose()) {
      moves.add(3, this + " closes", this::close);
    }
  }

  void submit(int count) {
    for (int i = 0; i < count; i++) {
      int index = number() * 100 + all.size();
      Tried tried = new Tried(index, simulation.pick(8) != 1);
      all.add(tried);
      Duration timeout = simulation.pick(3) == 1 ? SHORT : Duration.ZERO;
      Limits limits = new Limits(timeout, 0, Set.of(), Duration.ZERO, tried.idempotent);
      Task task = new Task(index, "t" + index, CALL, Arguments.NONE, Map.of(), limits);
      try {
        engine.submit(task, 1, (attempt, object) -> completed(tried, attempt));
      } catch (EngineException e) {
        tried.refused = true;
      }
    }
  }

  private void completed(Tried tried, Attempt attempt) {
    simulation.note("  " + tried.index + " " + attempt.outcome() + " " + attempt.failure());
    assertThat(simulation.holdsALock()).as("a lock is held at a completion").isFalse();
    assertThat(++tried.completions).as("completions of " + tried.index).isEqualTo(1);
    assertThat(tried.refused).isFalse();
    tried.outcome = attempt.outcome();
    simulation.interleave();
    // Hostile workers say what they like of the attempts that they have.
    boolean honest = !simulation.hostile;
    switch (attempt.outcome()) {
      case CRASHED, OUT_OF_MEMORY -> {
        assertThat(honest && !tried.killedInIt)
            .as("%s is blamed but did not run when a worker died", tried.index)
            .isFalse();
        assertThat(honest && tried.besides && tried.idempotent && !isOver())
            .as("%s is blamed though others ran beside it", tried.index)
            .isFalse();
      }
      case CANCELLED ->
          assertThat(isOver()).as(tried.index + " was cancelled for a reason").isTrue();
      case PASSED, FAILED, TIMED_OUT, UP_TO_DATE ->
          assertThat(honest && tried.starts != 1 + tried.takenBack)
              .as("%s ended after %s starts", tried.index, tried.starts)
              .isFalse();
    }
  }

  private boolean isOver() {
    return ending || roster.broken != null || simulation.home.isTerminating();
  }

  /** Of each attempt of which it was told that it is being ended: whether there was a dump. */
  final List<Boolean> announced = new ArrayList<>();

  /** Hears what starts once more, and what is being ended. */
  private final class Listener implements PoolListener {
    @Override
    public void stopping(
        Task task, int number, Worker worker, String reason, Duration grace, boolean dumped) {
      assertThat(grace.isNegative()).isFalse();
      announced.add(dumped);
    }

    @Override
    public void takenBack(Task task, int number, Worker worker, String reason) {
      simulation.note("  " + task.id() + " is taken back: " + reason);
      Tried tried = all.get(task.index() % 100);
      assertThat(++tried.takenBack).as("times that %s came back", tried.index).isEqualTo(1);
      assertThat(tried.over()).as(tried.index + " was over").isFalse();
      boolean rightly = tried.killedInIt && tried.besides && tried.idempotent;
      assertThat(simulation.hostile || rightly).as("a reason to come back").isTrue();
      tried.killedInIt = false;
      tried.besides = false;
    }
  }

  void cancel(@Nullable Outcome running) {
    ending = true;
    engine.cancel(running, "told to");
  }

  void beginClose() {
    ending = true;
    engine.beginClose();
  }

  /** Whether close would not block. */
  boolean canClose() {
    return roster.closing && roster.seats.stream().allMatch(seat -> seat.state.left());
  }

  void close() {
    closed = true;
    try {
      engine.close();
    } catch (EngineException e) {
      if (roster.broken == null) {
        assertThat(roster.closeFailures).as("failures that explain " + e).isNotEmpty();
      } else {
        assertThat(roster.broken).isSameAs(e);
      }
    }
  }

  boolean isDone() {
    return all.stream().allMatch(Tried::over);
  }

  int number() {
    return roster.list;
  }

  /** What must hold whenever nobody holds the lock, and {@code quiet} when no thread is busy. */
  void check(boolean quiet) {
    if (quiet && closed) {
      assertThat(all).as("what is over after close").allMatch(Tried::over);
    }
    assertThat(roster.workers()).as(this + "'s workers").isLessThanOrEqualTo(workers);
    long replaced = roster.seats.stream().filter(seat -> seat.replaced).count();
    assertThat(roster.replaced).as("seats that are replaced").isEqualTo((int) replaced);
    for (Seat seat : roster.seats) {
      assertThat(seat.sent).containsAll(seat.running);
      assertThat(seat.running).hasSizeLessThanOrEqualTo(seat.threads);
      if (seat.state.compareTo(Seat.State.CLOSING) >= 0) {
        assertThat(seat.sent).as("what a seat holds that is " + seat.state).isEmpty();
      }
      boolean free = seat.isFree() && seat.sent.size() < seat.threads;
      assertThat(free && !roster.free.contains(seat)).as("a free seat that none finds").isFalse();
    }
    if (quiet && roster.broken == null) {
      boolean free = roster.seats.stream().anyMatch(s -> !s.recalled && s.load() < s.threads);
      assertThat(free && !roster.waiting.any.isEmpty()).as("waits beside a free thread").isFalse();
    }
    if (roster.closing || roster.cancelReason != null) {
      assertThat(roster.waiting.isEmpty()).isTrue();
    }
  }

  @Override
  public String toString() {
    return "list " + number();
  }
}
