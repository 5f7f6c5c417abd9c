package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolTest {
  private static final Call CALL = Call.function("a.B::c");

  /**
   * Completes attempts in any order, from one thread of its own; whether one passes is drawn by
   * chance. Breaks down, where it is told to, at a given submission.
   */
  private static final class DiceEngine implements Engine {
    private final Random random;
    private final int breaksAt;
    private final int failsOf10;
    private final List<Runnable> held = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "dice");
    private int submitted;
    private int atOnce;
    private int mostAtOnce;
    private boolean closed;
    private @Nullable String cancelled;

    DiceEngine(long seed, int failsOf10, int breaksAt) {
      this.random = new Random(seed);
      this.failsOf10 = failsOf10;
      this.breaksAt = breaksAt;
      thread.start();
    }

    @Override
    public synchronized void submit(Task task, int number, Completion completion)
        throws EngineException {
      if (++submitted > breaksAt) {
        throw new EngineException("broken at " + breaksAt);
      }
      atOnce++;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      String reason = cancelled;
      boolean passes = random.nextInt(10) >= failsOf10;
      held.add(
          () -> {
            Span span = new Span(1, 0, 1, 0, 1);
            Attempt passed =
                new Attempt(
                    number, Outcome.PASSED, "" + task.index(), null, span, false, List.of());
            Attempt failed = Attempt.failed(number, Outcome.FAILED, Failure.of("dice"), span);
            synchronized (this) {
              atOnce--;
            }
            completion.completed(
                reason != null ? Attempt.cancelled(reason) : passes ? passed : failed, new byte[0]);
          });
      notifyAll();
    }

    private void run() {
      while (true) {
        Runnable next;
        synchronized (this) {
          while (held.isEmpty() && !closed) {
            try {
              wait();
            } catch (InterruptedException e) {
              return;
            }
          }
          if (held.isEmpty()) {
            return;
          }
          next = held.remove(random.nextInt(held.size()));
        }
        next.run();
      }
    }

    @Override
    public synchronized void cancel(@Nullable Outcome running, String reason) {
      cancelled = reason;
    }

    @Override
    public Attempt reduce(Call reducer, Iterable<byte[]> objects) {
      throw new IllegalStateException("no reducer here");
    }

    @Override
    public synchronized void close() throws EngineException {
      closed = true;
      notifyAll();
      if (submitted > breaksAt) {
        throw new EngineException("broken at " + breaksAt);
      }
    }
  }

  private static Tasks tasks(int count, int retries) {
    Limits limits = new Limits(Duration.ZERO, retries, Set.of(Outcome.FAILED), Duration.ZERO, true);
    Tasks tasks = new Tasks();
    for (int i = 0; i < count; i++) {
      tasks.add(CALL, limits, List.of());
    }
    return tasks;
  }

  private static Pool pool(Engine engine, FailurePolicy failures, Recorder heard) {
    return new Pool(engine, new Pool.Policy(failures, Duration.ZERO, null, Leaks.WARN), heard);
  }

  @Property(tries = 200)
  void everyTaskEndsExactlyOnce(
      @ForAll long seed,
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(max = 3) int retries,
      @ForAll FailurePolicy failures,
      @ForAll boolean apply)
      throws Exception {
    Recorder heard = new Recorder();
    DiceEngine engine = new DiceEngine(seed, 3, Integer.MAX_VALUE);
    Pool pool = pool(engine, failures, heard);
    TaskSource source = tasks(count, retries).source();
    ListResult result = apply ? pool.apply(source) : pool.map(source);
    assertThat(heard.results()).hasSize(count);
    assertThat(result.tasks()).isEqualTo(count);
    assertThat(heard.results()).allMatch(r -> r.attempts().size() <= retries + 1);
    assertThat(result.flaky())
        .isEqualTo((int) heard.results().stream().filter(r -> r.flaky()).count());
    if (apply) {
      assertThat(engine.mostAtOnce).isLessThanOrEqualTo(1);
    }
    if (failures != FailurePolicy.FAIL_FAST && !apply) {
      assertThat(result.count(Outcome.CANCELLED)).isZero();
    }
    engine.thread.join();
  }

  @Property(tries = 50)
  void aBrokenEngineLosesNoTask(
      @ForAll long seed, @ForAll @IntRange(max = 40) int count, @ForAll @IntRange(max = 39) int at)
      throws Exception {
    Recorder heard = new Recorder();
    DiceEngine engine = new DiceEngine(seed, 0, at);
    Pool pool = pool(engine, FailurePolicy.FAIL_AT_END, heard);
    if (at >= count) {
      assertThat(pool.map(tasks(count, 0).source()).good()).isTrue();
    } else {
      assertThatThrownBy(() -> pool.map(tasks(count, 0).source()))
          .isInstanceOf(EngineException.class)
          .hasMessage("broken at " + at);
      assertThat(heard.outcomes().stream().filter("passed"::equals)).hasSize(at);
    }
    assertThat(heard.results()).hasSize(count);
    engine.thread.join();
  }

  @Test
  void moreTasksThanTheWindowHoldsPassThroughIt() throws Exception {
    Recorder heard = new Recorder();
    DiceEngine engine = new DiceEngine(1, 0, Integer.MAX_VALUE);
    ListResult result =
        pool(engine, FailurePolicy.FAIL_AT_END, heard).map(tasks(3 * Pool.WINDOW, 0).source());
    assertThat(result.count(Outcome.PASSED)).isEqualTo(3 * Pool.WINDOW);
    assertThat(engine.mostAtOnce).isLessThanOrEqualTo(Pool.WINDOW);
    engine.thread.join();
  }

  @Test
  void aListenerThatThrowsBreaksNothing() throws Exception {
    DiceEngine engine = new DiceEngine(1, 0, Integer.MAX_VALUE);
    List<String> notices = new ArrayList<>();
    PoolListener bad =
        new PoolListener() {
          @Override
          public void finished(dev.parallelexec.task.TaskResult result) {
            throw new OutOfMemoryError("full disk");
          }

          @Override
          public void notice(String text) {
            notices.add(text);
          }
        };
    Pool.Policy policy =
        new Pool.Policy(FailurePolicy.FAIL_AT_END, Duration.ZERO, null, Leaks.WARN);
    assertThat(new Pool(engine, policy, bad).map(tasks(10, 0).source()).good()).isTrue();
    assertThat(notices).hasSize(1).first().asString().contains("full disk");
    engine.thread.join();
  }
}
