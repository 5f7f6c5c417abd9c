package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Fired;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalEngineFailureTest extends LocalEngineFixture {
  @Test
  void aDeadWorkerCostsExactlyItsTask() throws Exception {
    ListResult result = new Setting().map(Tasks.upTo(sample("haltOdd"), 20));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(10);
    assertThat(result.count(Outcome.CRASHED)).isEqualTo(10);
    TaskResult first = result.notPassed().get(0);
    assertThat(first.task().index()).isEqualTo(1);
    assertThat(first.last().failure().exitCode()).isEqualTo(9);
    assertThat(first.last().failure().message()).contains("died: exit 9");
  }

  @Test
  void anErrorOfAReportCostsNeitherTaskNorWorker() throws Exception {
    Setting setting = new Setting();
    setting.listener =
        new Recorder() {
          @Override
          public void output(Task task, int number, Stream stream, byte[] bytes, int length) {
            throw new NoClassDefFoundError("of ours");
          }
        };
    Tasks tasks = new Tasks().add(sample("print"), Limits.NONE, List.of("x"));
    ListResult result = setting.map(tasks.add(sample("cube"), Limits.NONE, List.of("3")));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(2);
  }

  @Test
  void retriesAreCountedAndSeen() throws Exception {
    Limits limits = new Limits(Duration.ZERO, 2, Set.of(Outcome.FAILED), Duration.ZERO, true);
    Tasks tasks = new Tasks().add(sample("flaky"), limits, List.of());
    tasks.add(sample("fail"), limits, List.of("always"));
    ListResult result = new Setting().map(tasks);
    assertThat(result.flaky()).isEqualTo(1);
    assertThat(heard.results().get(0).attempts()).hasSize(2);
    assertThat(heard.results().get(1).attempts()).hasSize(3);
    assertThat(heard.outcomes()).containsExactly("passed", "failed");
  }

  @Test
  void timeLimitsHoldAgainstCodeThatIgnoresInterrupts() throws Exception {
    Limits limits = new Limits(Duration.ofMillis(300), 0, Set.of(), Duration.ZERO, true);
    Tasks tasks = new Tasks().add(sample("ignoreInterrupts"), limits, List.of());
    tasks.add(sample("hang"), limits, List.of()).add(sample("cube"), limits, List.of("3"));
    new Setting().map(tasks);
    assertThat(heard.outcomes()).containsExactly("timed-out", "timed-out", "passed");
    assertThat(heard.output()).contains("t0|NOTE|").contains("ignoreInterrupts");
  }

  @Test
  void failFastStartsNothingNew() throws Exception {
    Tasks tasks = new Tasks().add(sample("fail"), Limits.NONE, List.of("at once"));
    // More than the other threads can do before the failure has been told.
    int others = threads() == 1 ? 50 : 50_000;
    IntStream.range(0, others)
        .forEach(i -> tasks.add(sample("cube"), Limits.NONE, List.of("" + i)));
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.failures = FailurePolicy.FAIL_FAST;
    ListResult result = setting.map(tasks);
    assertThat(result.count(Outcome.FAILED)).isEqualTo(1);
    // Of others that run beside it some end before its end is told.
    assertThat(result.count(Outcome.CANCELLED)).isBetween(threads() == 1 ? others : 1, others);
  }

  @Test
  void totalTimeoutEndsWhatRunsAndCancelsTheRest() throws Exception {
    Tasks tasks = new Tasks();
    int running = 2 * threads();
    IntStream.range(0, running + 2).forEach(i -> tasks.add(sample("hang"), Limits.NONE, List.of()));
    Setting setting = new Setting();
    setting.total = Duration.ofSeconds(2);
    ListResult result = setting.map(tasks);
    assertThat(heard.outcomes().subList(0, running)).containsOnly("timed-out");
    assertThat(heard.outcomes().subList(running, running + 2)).containsOnly("cancelled");
    assertThat(result.tasks()).isEqualTo(running + 2);
  }

  @Test
  void aBadInitializerEndsTheExecutionOnce() {
    Setting setting = new Setting();
    setting.spec = spec(sample("initializerThatThrows"));
    assertThatThrownBy(() -> setting.map(Tasks.upTo(sample("cube"), 20)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no licence");
    assertThat(heard.outcomes()).hasSize(20).containsOnly("cancelled");
  }

  @Test
  void aFunctionThatIsNotThereEndsTheExecutionOnce() {
    assertThatThrownBy(() -> new Setting().map(Tasks.upTo(sample("cubed"), 20)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("cubed: the class has no public method cubed");
    assertThat(heard.outcomes()).hasSize(20).containsOnly("cancelled");
  }

  @Test
  void outOfMemoryIsNamed() throws Exception {
    Tasks tasks = new Tasks().add(sample("fill"), Limits.NONE, List.of());
    tasks.add(sample("cube"), Limits.NONE, List.of("2"));
    new Setting().map(tasks);
    assertThat(heard.outcomes()).containsExactly("out-of-memory", "passed");
  }

  @Test
  void terminateEndsEverythingAtOnce() throws Exception {
    Tasks tasks = new Tasks();
    int running = 2 * threads();
    IntStream.range(0, running + 2).forEach(i -> tasks.add(sample("hang"), Limits.NONE, List.of()));
    Setting setting = new Setting();
    Fired fired = setting.pool(tasks).async(tasks.source(), "fired");
    await().until(() -> heard.events().size() == running);
    workers.terminate();
    assertThat(fired.collect(Duration.ZERO).count(Outcome.CANCELLED)).isEqualTo(running + 2);
  }

  @ParameterizedTest
  @CsvSource({"halt, crashed", "terminate, crashed", "return, passed"})
  @EnabledOnOs(OS.LINUX)
  void whatATaskLeavesEndsWithItsWorker(String way, String outcome) throws Exception {
    Path file = temp.resolve("pid");
    Tasks tasks = new Tasks();
    tasks.add(sample("leaveChild"), Limits.NONE, List.of(file.toString(), way));
    new Setting().map(tasks);
    assertThat(heard.outcomes()).containsExactly(outcome);
    workers.close();
    long child = Long.parseLong(Files.readString(file));
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aTerminatedWorkerIsNotTakenForAnExit() throws Exception {
    Tasks tasks = new Tasks();
    tasks.add(
        sample("leaveChild"), Limits.NONE, List.of(temp.resolve("x").toString(), "terminate"));
    ListResult result = new Setting().map(tasks);
    assertThat(result.notPassed().get(0).last().failure().signal()).isEqualTo("SIGTERM");
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, a frame of 0 bytes",
    "7fffffff00, a frame of 2147483647 bytes",
    "0000000163, unknown kind 99",
    "000000010c, a frame that ends too early",
    "000000090b0000000000000000, an unexpected DUMP frame",
    "0000000d06000000000000006300000000, task 99 of the channel started",
    "0000000216ff, 1 bytes too many"
  })
  void aWorkerThatSpeaksGarbageCostsItsTaskAlone(String octets, String why) throws Exception {
    Call garble = Call.function("dev.parallelexec.process.ChaosTasks::garble");
    Tasks tasks = new Tasks().add(garble, Limits.NONE, List.of(octets));
    tasks.add(sample("cube"), Limits.NONE, List.of("2"));
    ListResult result = new Setting().map(tasks);
    assertThat(heard.outcomes()).containsExactly("crashed", "passed");
    assertThat(result.notPassed().get(0).last().failure().message()).contains(why);
  }
}
