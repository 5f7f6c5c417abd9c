package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Fired;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Mode;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One list of a run: what a seed decided for it, and what must have come of it. */
final class ChaosList implements Callable<@Nullable Void> {
  /** What a task does, how often, and how that ends when nobody else interferes. */
  private enum Kind {
    SQUARE(120, Outcome.PASSED),
    NAP(25, Outcome.PASSED),
    PRINT(25, Outcome.PASSED),
    LEAVE(4, Outcome.PASSED),
    FLAKY(4, Outcome.PASSED),
    FAIL(6, Outcome.FAILED),
    MAIN(10, Outcome.PASSED),
    HALT(2, Outcome.CRASHED),
    KILL(1, Outcome.CRASHED),
    MEMORY(1, Outcome.OUT_OF_MEMORY),
    HANG(1, Outcome.TIMED_OUT);

    private final int weight;
    private final Outcome outcome;

    Kind(int weight, Outcome outcome) {
      this.weight = weight;
      this.outcome = outcome;
    }

    boolean deadly() {
      return EnumSet.of(HALT, KILL, MEMORY, HANG).contains(this);
    }

    Call call() {
      String name = ChaosTasks.class.getName();
      return this == MAIN
          ? Call.mainClass(name, List.of(0))
          : Call.function(name + "::" + name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  private final LocalWorkers workers;
  private final Recorder heard = new Recorder();
  private final Tasks tasks = new Tasks();
  private final List<Kind> kinds = new ArrayList<>();
  private final WorkerSpec spec;
  private final ListOptions options;
  private final Pool.Policy policy;
  private final Mode mode;
  private final long cancelMicros;
  private boolean stopped;

  ChaosList(LocalWorkers workers, WorkerSpec spec, Random random, boolean calm, Path tmp) {
    this.workers = workers;
    this.spec = spec;
    this.mode = Mode.values()[random.nextInt(Mode.values().length)];
    int count = 1 + random.nextInt(mode == Mode.APPLY ? 12 : 60);
    int retries = random.nextInt(2);
    for (int i = 0; i < count; i++) {
      Kind kind = kind(random, calm);
      kinds.add(kind);
      Duration timeout = kind == Kind.HANG ? Duration.ofMillis(50) : Duration.ZERO;
      Set<Outcome> all = EnumSet.of(Outcome.FAILED, Outcome.CRASHED, Outcome.TIMED_OUT);
      int tries = kind == Kind.FLAKY ? 1 : kind.deadly() ? 0 : retries;
      Limits limits = new Limits(timeout, tries, all, Duration.ofMillis(random.nextInt(3)), true);
      tasks.add(kind.call(), limits, List.of(Integer.toString(i)));
    }
    int maxTasks = calm || random.nextInt(3) > 0 ? 0 : 5 + random.nextInt(20);
    int chunk = random.nextInt(3) == 0 ? 1 + random.nextInt(10) : 0;
    ListOptions.Bounds bounds =
        new ListOptions.Bounds(
            1 + random.nextInt(3), Math.max(1, random.nextInt(4)), maxTasks, chunk, Long.MAX_VALUE);
    Duration grace = Duration.ofMillis(20);
    options =
        new ListOptions(bounds, grace, mode == Mode.ASYNC, tasks.calls(), false, Path.of(""), tmp);
    FailurePolicy[] policies = FailurePolicy.values();
    FailurePolicy failures = policies[random.nextInt(policies.length)];
    Duration total = Duration.ofMillis(random.nextInt(25) == 0 ? 1 + random.nextInt(300) : 0);
    policy = new Pool.Policy(failures, total, null, Leaks.IGNORE);
    cancelMicros = mode == Mode.ASYNC && random.nextInt(6) == 0 ? random.nextInt(100_000) : -1;
  }

  private static Kind kind(Random random, boolean calm) {
    int all = 0;
    for (Kind kind : Kind.values()) {
      all += calm && kind.deadly() ? 0 : kind.weight;
    }
    int left = random.nextInt(all);
    for (Kind kind : Kind.values()) {
      left -= calm && kind.deadly() ? 0 : kind.weight;
      if (left < 0) {
        return kind;
      }
    }
    throw new AssertionError(all);
  }

  /** Runs it as its mode says. */
  @Override
  public @Nullable Void call() throws EngineException, InterruptedException {
    try {
      run();
    } catch (EngineException e) {
      // Time that is up before any worker is ready says where it went: all tasks are cancelled.
      if (policy.totalTimeout().isZero() || !e.getMessage().startsWith("totalTimeout of ")) {
        throw e;
      }
    }
    return null;
  }

  private void run() throws EngineException, InterruptedException {
    Pool pool = new Pool(workers.open(workers.base(spec), options, heard), policy, heard);
    switch (mode) {
      case MAP -> pool.map(tasks.source());
      case APPLY -> pool.apply(tasks.source());
      case ASYNC -> {
        Fired fired = pool.async(tasks.source(), "chaos");
        if (cancelMicros >= 0) {
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(cancelMicros));
          stopped = true;
          fired.cancel("chaos");
        } else {
          fired.collect(Duration.ZERO);
        }
      }
    }
  }

  /** Every task is accounted for once, in order, and as it had to be where nobody hit it. */
  void check(Set<Long> killed) {
    List<TaskResult> results = heard.results();
    assertThat(results).extracting(r -> r.task().index()).isSorted().hasSize(kinds.size());
    boolean bad = results.stream().anyMatch(r -> !r.outcome().good());
    boolean stops = mode == Mode.APPLY && policy.failures() != FailurePolicy.FAIL_NEVER;
    boolean mayCancel =
        stopped
            || !policy.totalTimeout().isZero()
            || (bad && (stops || policy.failures() == FailurePolicy.FAIL_FAST));
    Set<Long> blamed = new java.util.HashSet<>();
    for (TaskResult result : results) {
      for (Attempt attempt : result.attempts()) {
        check(result, attempt, killed, mayCancel, blamed);
      }
      assertThat(result.attempts().size()).isBetween(1, result.task().limits().retries() + 1);
    }
    if (mode == Mode.APPLY) {
      assertThat(heard.events()).as("one after the other").satisfies(ChaosList::alternate);
    }
  }

  private void check(
      TaskResult result, Attempt attempt, Set<Long> killed, boolean mayCancel, Set<Long> blamed) {
    int index = result.task().index();
    Kind kind = kinds.get(index);
    Outcome natural = kind.outcome;
    if ((kind == Kind.MAIN && index % 2 == 1) || (kind == Kind.FLAKY && attempt.number() == 1)) {
      natural = Outcome.FAILED;
    }
    Outcome outcome = attempt.outcome();
    long pid = attempt.span().pid();
    if (outcome == natural) {
      if (outcome == Outcome.PASSED) {
        String value = kind == Kind.MAIN ? "null" : Long.toString((long) index * index);
        assertThat(attempt.value()).as("%s of %s", kind, result.task().id()).isEqualTo(value);
      }
    } else if (options.bounds().threads() > 1 && outcome == Outcome.CRASHED && mayCancel) {
      // It ran beside others in a worker that died, and a list that was stopped tries none again.
      assertThat(attempt.failure()).isNotNull();
    } else if (killed.contains(pid) && (outcome == Outcome.CRASHED || kind == Kind.HALT)) {
      // A JVM that was told to end and then halts has ended with the task's own code.
      assertThat(blamed.add(pid)).as("one attempt is blamed for the death of %s", pid).isTrue();
    } else {
      boolean timeUp = outcome == Outcome.TIMED_OUT && !policy.totalTimeout().isZero();
      assertThat((outcome == Outcome.CANCELLED && mayCancel) || timeUp)
          .as("%s that had to be %s ended so: %s", kind, natural, attempt)
          .isTrue();
    }
  }

  private static void alternate(List<? extends String> events) {
    String running = "";
    for (String event : events) {
      String task = event.split(" ")[1];
      if (event.startsWith("started")) {
        assertThat(running).as("what runs when %s starts", task).isEmpty();
        running = task;
      } else {
        running = "";
      }
    }
  }

  @Override
  public String toString() {
    return mode + " " + kinds + " " + options.bounds() + " " + policy + " " + heard.outcomes();
  }
}
