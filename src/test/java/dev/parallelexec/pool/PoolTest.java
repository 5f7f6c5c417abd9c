package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolTest {
  private static final Call CALL = Call.function("a.B::c");

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
      assertThat(engine.mostAtOnce()).isLessThanOrEqualTo(1);
    }
    if (failures != FailurePolicy.FAIL_FAST && !apply) {
      assertThat(result.count(Outcome.CANCELLED)).isZero();
    }
    engine.awaitEnd();
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
    engine.awaitEnd();
  }

  @Test
  void moreTasksThanTheWindowHoldsPassThroughIt() throws Exception {
    Recorder heard = new Recorder();
    DiceEngine engine = new DiceEngine(1, 0, Integer.MAX_VALUE);
    ListResult result =
        pool(engine, FailurePolicy.FAIL_AT_END, heard).map(tasks(3 * Pool.WINDOW, 0).source());
    assertThat(result.count(Outcome.PASSED)).isEqualTo(3 * Pool.WINDOW);
    assertThat(engine.mostAtOnce()).isLessThanOrEqualTo(Pool.WINDOW);
    engine.awaitEnd();
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
    engine.awaitEnd();
  }
}
