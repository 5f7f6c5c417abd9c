package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Further attempts, after whatever the task did to its worker. */
class RetriesTest extends LocalEngineFixture {
  private static final Set<Outcome> USUAL =
      EnumSet.of(Outcome.FAILED, Outcome.TIMED_OUT, Outcome.CRASHED);

  private static Call disaster(String method) {
    return Call.function("dev.parallelexec.process.Disasters::" + method);
  }

  private static Limits twice(Set<Outcome> on, Duration delay) {
    return new Limits(Duration.ZERO, 2, on, delay, true);
  }

  @Test
  void aTaskThatKillsEveryWorkerItMeetsEndsAfterItsRetries() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    Recorder counting =
        new Recorder() {
          @Override
          public void workerStarting(int slot) {
            starts.incrementAndGet();
          }
        };
    Setting setting = new Setting();
    setting.listener = counting;
    Tasks tasks = new Tasks().add(disaster("die"), twice(USUAL, Duration.ZERO), List.of("halt 9"));
    for (int i = 0; i < 20; i++) {
      tasks.add(sample("cube"), Limits.NONE, List.of("" + i));
    }
    ListResult result = setting.map(tasks);
    assertThat(result.count(Outcome.PASSED)).isEqualTo(20);
    TaskResult bad = counting.results().get(0);
    assertThat(bad.attempts()).hasSize(3).allMatch(a -> a.outcome() == Outcome.CRASHED);
    assertThat(bad.attempts()).allMatch(a -> a.failure().message().contains("died: exit 9"));
    assertThat(bad.attempts().stream().map(a -> a.span().pid()).distinct()).hasSize(3);
    assertThat(counting.output().split("last words before halt 9", -1))
        .as("once more where others ran beside the first")
        .hasSizeBetween(4, threads() == 1 ? 4 : 5);
    assertThat(starts.get()).isBetween(3, threads() == 1 ? 5 : 6);
  }

  @ParameterizedTest
  @CsvSource({
    "heap, FAILED;TIMED_OUT;CRASHED, 1",
    "heap, OUT_OF_MEMORY, 3",
    "stack, FAILED, 3",
    "stack, CRASHED;TIMED_OUT, 1",
    "halt 1, CRASHED, 3",
    "halt 1, FAILED;TIMED_OUT, 1",
    "halt 1, '', 1",
  })
  void onlyWhatIsNamedIsTriedAgain(String way, String on, int attempts) throws Exception {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (String name : on.isEmpty() ? new String[0] : on.split(";")) {
      outcomes.add(Outcome.valueOf(name));
    }
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.map(new Tasks().add(disaster("die"), twice(outcomes, Duration.ZERO), List.of(way)));
    assertThat(heard.results().get(0).attempts()).hasSize(attempts);
  }

  @Test
  void aTaskThatWaitsForItsNextTryEndsWithTheListsFirstFailure() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    Recorder watching =
        new Recorder() {
          @Override
          public synchronized void attemptEnded(Task task, Attempt attempt, boolean again) {
            super.attemptEnded(task, attempt, again);
            if (again) {
              waits.countDown();
            }
          }
        };
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.chunk = 1;
    setting.failures = FailurePolicy.FAIL_FAST;
    setting.listener = watching;
    Limits slowly = twice(USUAL, Duration.ofMinutes(10));
    Tasks tasks = new Tasks().add(disaster("die"), slowly, List.of("halt 9"));
    tasks.add(sample("fail"), Limits.NONE, List.of("enough"));
    tasks.add(sample("cube"), Limits.NONE, List.of("3"));
    assumeThat(threads()).as("tasks that follow each other").isEqualTo(1);
    setting.map(tasks);
    assertThat(waits.await(0, TimeUnit.SECONDS)).isTrue();
    assertThat(watching.outcomes()).containsExactly("crashed", "failed", "cancelled");
    assertThat(watching.results().get(0).attempts()).hasSize(1);
  }

  @Test
  void aTaskThatWaitsForItsNextTryEndsWithTheWholeLimit() throws Exception {
    Setting setting = new Setting();
    setting.total = Duration.ofSeconds(3);
    Limits slowly = twice(USUAL, Duration.ofMinutes(10));
    setting.map(new Tasks().add(disaster("die"), slowly, List.of("halt 9")));
    assertThat(heard.outcomes()).containsExactly("cancelled");
    TaskResult waited = heard.results().get(0);
    assertThat(waited.attempts().stream().map(Attempt::outcome))
        .containsExactly(Outcome.CRASHED, Outcome.CANCELLED);
    assertThat(waited.last().failure().message()).isEqualTo("totalTimeout of 3s was over");
  }

  @Test
  void aTaskThatWaitsForItsNextTryEndsWhenTheListIsCancelled() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    Setting setting = new Setting();
    setting.listener =
        new Recorder() {
          @Override
          public synchronized void attemptEnded(Task task, Attempt attempt, boolean again) {
            super.attemptEnded(task, attempt, again);
            waits.countDown();
          }
        };
    Limits slowly = twice(USUAL, Duration.ofMinutes(10));
    Tasks tasks = new Tasks().add(disaster("die"), slowly, List.of("halt 9"));
    var fired = setting.pool(tasks).async(tasks.source(), "fired");
    waits.await();
    ListResult result = fired.cancel("enough");
    assertThat(result.count(Outcome.CANCELLED)).isEqualTo(1);
    assertThat(result.tasks()).isEqualTo(1);
  }
}
