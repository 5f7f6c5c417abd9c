package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tasks leave, and what leaves with the worker that had enough of it. */
@EnabledOnOs(OS.LINUX)
class LocalEngineLeakTest extends LocalEngineFixture {
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Hears why workers went. */
  private static final class Farewells extends Recorder {
    final List<String> reasons = new ArrayList<>();

    @Override
    public synchronized void workerEnded(Worker worker, String reason) {
      // A successor that the end of the list met while it started was never needed.
      if (!reason.startsWith("it ended before it said hello")) {
        reasons.add(reason);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leaksAreTheTasksThatLeftThemAndCountAsThePolicySays(Leaks policy) throws Exception {
    Tasks tasks = new Tasks();
    for (int i = 0; i < 6; i++) {
      tasks.add(leaky(i % 3 == 0 ? "child" : i % 3 == 1 ? "pool" : "clean"), Limits.NONE, sleep(i));
    }
    Setting setting = new Setting();
    setting.leaks = policy;
    setting.map(tasks);
    List<TaskResult> results = heard.results();
    for (int i = 0; i < 6; i++) {
      Attempt last = results.get(i).last();
      boolean leaks = i % 3 != 2;
      boolean fails = leaks && policy == Leaks.FAIL;
      assertThat(last.outcome()).isEqualTo(fails ? Outcome.FAILED : Outcome.PASSED);
      assertThat(last.leaks()).hasSize(leaks && policy != Leaks.IGNORE ? 1 : 0);
      if (fails) {
        assertThat(last.value()).isEqualTo("null");
        assertThat(last.failure().message()).isEqualTo("left behind: " + last.leaks().get(0));
      }
    }
    assertThat(ProcessHandle.current().descendants().filter(LocalEngineLeakTest::sleeps)).isEmpty();
  }

  @Test
  void aRetriedTaskTellsOfEachAttempt() throws Exception {
    Limits twice = new Limits(Duration.ZERO, 1, Set.of(Outcome.FAILED), Duration.ZERO, true);
    Setting setting = new Setting();
    setting.leaks = Leaks.FAIL;
    setting.map(new Tasks().add(leaky("child"), twice, sleep(0)));
    List<Attempt> attempts = heard.results().get(0).attempts();
    assertThat(attempts).hasSize(2).allMatch(attempt -> attempt.leaks().size() == 1);
    assertThat(attempts.get(0).leaks()).isNotEqualTo(attempts.get(1).leaks());
  }

  @Test
  void aTaskWhoseTimeIsUpTellsWhatItLeft() throws Exception {
    Limits limits = new Limits(Duration.ofMillis(300), 0, Set.of(), Duration.ZERO, true);
    new Setting().map(new Tasks().add(leaky("run"), limits, List.of("sleep", "600")));
    Attempt last = heard.results().get(0).last();
    assertThat(last.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(last.leaks()).hasSize(1).first().asString().endsWith("(sleep 600)");
  }

  @Test
  void whatHasAnotherParentByNowEndsWithTheWorkerThatEndsInGoodOrder() throws Exception {
    Path file = temp.resolve("pid");
    String command = "sleep 600 </dev/null >/dev/null 2>&1 & echo $! > " + file;
    Tasks tasks = new Tasks();
    tasks.add(leaky("run"), Limits.NONE, List.of("setsid", "sh", "-c", command));
    Setting setting = new Setting();
    setting.maxTasks = 1;
    tasks.add(leaky("clean"), Limits.NONE, List.of());
    setting.atOnce = 1;
    setting.map(tasks);
    await("its worker was recycled").atMost(SOON).until(() -> gone(file));
    setting.maxTasks = 0;
    setting.listener = new Recorder();
    setting.map(tasks);
    assertThat(gone(file)).isFalse();
    workers.close();
    await("the build has ended").atMost(SOON).until(() -> gone(file));
  }

  @Test
  void aWorkerGoesBeforeItsHeapIsFull() throws Exception {
    assumeThat(threads()).as("what fills it between two looks").isEqualTo(1);
    Farewells farewells = new Farewells();
    Setting setting = new Setting();
    setting.listener = farewells;
    setting.spec = spec("-Xmx40m");
    Tasks tasks = new Tasks();
    IntStream.range(0, 200).forEach(i -> tasks.add(leaky("cache"), Limits.NONE, List.of("700000")));
    ListResult result = setting.map(tasks);
    assertThat(result.count(Outcome.PASSED)).isEqualTo(200);
    assertThat(farewells.reasons)
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(reason -> reason.matches("recycled: heap is full to \\d+ % after a collection"));
  }

  @Test
  void aWorkerGoesBeforeItsMetaspaceIsFull() throws Exception {
    assumeThat(threads()).as("what fills it between two looks").isEqualTo(1);
    Farewells farewells = new Farewells();
    Setting setting = new Setting();
    setting.listener = farewells;
    setting.spec = spec("-XX:MaxMetaspaceSize=28m");
    Tasks tasks = new Tasks();
    IntStream.range(0, 60).forEach(i -> tasks.add(leaky("load"), Limits.NONE, List.of("100")));
    ListResult result = setting.map(tasks);
    assertThat(result.count(Outcome.PASSED)).isEqualTo(60);
    assertThat(farewells.reasons)
        .isNotEmpty()
        .allMatch(reason -> reason.startsWith("recycled: metaspace is full to "));
  }

  @Test
  void anErrorOfTheJvmCostsTheWorkerAndNoOtherTask() throws Exception {
    Farewells farewells = new Farewells();
    Setting setting = new Setting();
    setting.listener = farewells;
    setting.atOnce = 1;
    Tasks tasks = new Tasks();
    for (int i = 0; i < 6; i++) {
      tasks.add(i == 2 ? leaky("wrapped") : sample("pid"), Limits.NONE, List.of());
    }
    setting.map(tasks);
    assertThat(farewells.outcomes())
        .containsExactly("passed", "passed", "failed", "passed", "passed", "passed");
    List<String> pids = farewells.values();
    if (threads() == 1) {
      assertThat(pids.get(3)).isNotEqualTo(pids.get(1)).isEqualTo(pids.get(5));
    }
    await()
        .until(
            () ->
                farewells.reasons.contains(
                    "recycled: a task ended with java.lang.StackOverflowError"));
    setting.listener = new Recorder();
    setting.map(Tasks.of(leaky("wrapped"), List.of(List.of())));
    setting.listener = new Recorder();
    setting.map(Tasks.of(sample("pid"), List.of(List.of())));
    assertThat(setting.listener.values().get(0)).as("nor the next list").isNotEqualTo(pids.get(5));
  }

  private static Call leaky(String method) {
    return Call.function("com.acme.Leaky::" + method);
  }

  private static List<String> sleep(int i) {
    return i % 3 == 0 ? List.of("sleep", "600") : List.of();
  }

  private static boolean sleeps(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("sleep");
  }

  private static boolean gone(Path file) throws Exception {
    long pid = Long.parseLong(Files.readString(file).strip());
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static WorkerSpec spec(String argument) {
    Launch own = spec((Call) null).launch();
    Launch launch =
        new Launch(
            own.java(),
            List.of(argument),
            own.classPath(),
            own.environment(),
            own.directory(),
            Sharing.OFF);
    return new WorkerSpec(launch, Map.of(), null, List.of(), 0);
  }
}
