package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways to die, at different moments, in real workers: exactly the task that ran is to blame, with
 * the reason in words, the tasks around it pass, and there are no more workers than that takes.
 */
@EnabledOnOs(OS.LINUX)
class DeathsTest extends LocalEngineFixture {
  private final AtomicInteger starts = new AtomicInteger();

  private static Call disaster(String method) {
    return Call.function("dev.parallelexec.process.Disasters::" + method);
  }

  private final class Counting extends Recorder {
    @Override
    public void workerStarting(int slot) {
      starts.incrementAndGet();
    }
  }

  /** One worker, a bad task between good ones, of which some are sent ahead of their time. */
  private ListResult amongGoodOnes(Call bad, String argument, String... jvm) throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.listener = new Counting();
    Launch launch = spec(null, List.of(jvm)).launch();
    Launch own =
        new Launch(
            java,
            launch.jvmArguments(),
            launch.classPath(),
            launch.environment(),
            launch.directory(),
            Sharing.OFF);
    setting.spec = new WorkerSpec(own, Map.of(), null, List.of(), 64L << 20);
    Tasks tasks = new Tasks().add(sample("cube"), Limits.NONE, List.of("2"));
    tasks.add(bad, Limits.NONE, List.of(argument));
    for (int i = 3; i < 8; i++) {
      tasks.add(sample("cube"), Limits.NONE, List.of("" + i));
    }
    ListResult result = setting.map(tasks);
    List<String> good = new ArrayList<>(setting.listener.values());
    last = setting.listener.results().get(1).last();
    output = setting.listener.output();
    notices = setting.listener.notices();
    good.remove(1);
    assertThat(good).containsExactly("8", "27", "64", "125", "216", "343");
    assertThat(setting.listener.results()).allMatch(task -> task.attempts().size() == 1);
    return result;
  }

  private Path java = Path.of(System.getProperty("java.home"), "bin", "java");
  private Attempt last;
  private String output;
  private List<String> notices;

  /** The JVM is gone: one task is, too, and one worker takes the place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit by reflection |           | failed        | 3   |         | exit code 3",
        "halt 0             |           | crashed       | 0   |         | exit 0: the JVM ended",
        "halt 3             |           | crashed       | 3   |         | died: exit 3",
        "KILL               |           | crashed       | 137 | SIGKILL | killed from outside",
        "TERM               |           | crashed       | 143 | SIGTERM | terminated from outside",
        "ABRT               |           | crashed       | 134 | SIGABRT | aborted",
        "SEGV               |           | crashed       | 134 | SIGABRT | hs_err_pid",
        "segmentation fault |           | crashed       | 134 | SIGABRT | hs_err_pid",
        "close channel      |           | crashed       | 71  |         | its channel to Maven",
        "heap               | -XX:+ExitOnOutOfMemoryError  | out-of-memory | 3   |         | Java"
            + " heap space",
        "heap               | -XX:+CrashOnOutOfMemoryError | out-of-memory | 134 | SIGABRT | Java"
            + " heap space, -Xmx64m; hs_err_pid",
      })
  void aDeathInATaskCostsThatTask(
      String way, String jvm, String outcome, int code, String signal, String words)
      throws Exception {
    amongGoodOnes(disaster("die"), way, jvm == null ? new String[0] : new String[] {jvm});
    Failure failure = last.failure();
    assertThat(last.outcome().label()).isEqualTo(outcome);
    assertThat(failure.exitCode()).isEqualTo(code);
    assertThat(failure.signal()).isEqualTo(signal == null ? "" : signal);
    assertThat(failure.message()).contains(words);
    assertThat(last.span().pid()).isPositive();
    assertThat(output).contains("t1|OUT|last words before " + way);
    assertOneDeath();
  }

  /** Among several it dies once more, alone; who has nothing left to run is not replaced. */
  private void assertOneDeath() {
    assertThat(starts.get()).isBetween(threads() == 1 ? 2 : 1, threads() == 1 ? 2 : 3);
  }

  /** The JVM lives on: the task failed, or did not even that, and the worker may stay. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heap           |                         | out-of-memory | Java heap space",
        "metaspace      | -XX:MaxMetaspaceSize=24m | out-of-memory | ",
        "stack          |                         | failed        | ",
        "initialization |                         | failed        | ",
        "native library |                         | failed        | there-is-no-such-library",
        "close output   |                         | passed        |",
        "close input    |                         | passed        |",
      })
  void whatAJvmSurvivesIsNoCrash(String way, String jvm, String outcome, String words)
      throws Exception {
    amongGoodOnes(disaster("die"), way, jvm == null ? new String[0] : new String[] {jvm});
    assertThat(last.outcome().label()).isEqualTo(outcome);
    if (words != null) {
      assertThat(last.failure().message()).contains(words);
    }
    assertThat(starts.get()).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "resultThatDies, halt 3",
    "resultThatDies, KILL",
    "elementsThatDie, halt 3",
    "elementsThatDie, segmentation fault"
  })
  void aDeathWhileTheResultIsWrittenCostsThatTask(String method, String way) throws Exception {
    amongGoodOnes(disaster(method), way);
    assertThat(last.outcome()).isEqualTo(Outcome.CRASHED);
    assertOneDeath();
  }

  /** It may hit the task after it, which then ran; never one that did not. */
  @ParameterizedTest
  @CsvSource({"halt 3", "KILL"})
  void aDeathBetweenTasksCostsNone(String way) throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.listener = new Counting();
    Tasks tasks = new Tasks().add(disaster("later"), Limits.NONE, List.of(way));
    setting.pool(tasks).apply(tasks.source());
    Tasks next = new Tasks().add(sample("cube"), Limits.NONE, List.of("3"));
    Setting second = new Setting();
    second.atOnce = 1;
    second.map(next);
    assertThat(setting.listener.outcomes()).containsExactly("passed");
    if (heard.outcomes().contains("crashed")) {
      assertThat(heard.events()).contains("started t0 1");
    } else {
      assertThat(heard.values()).containsExactly("27");
    }
  }

  @ParameterizedTest
  @CsvSource({"halt 5, 5, exit", "hang, , a shutdown hook was still running 1s later"})
  void aDeathDuringTheShutdownCostsThatTask(String hook, Integer code, String words)
      throws Exception {
    workers.close();
    workers =
        realm(
            new Patience(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60)));
    amongGoodOnes(disaster("exitWithHook"), hook);
    assertThat(last.failure().message()).contains(words);
    assertThat(last.failure().exitCode()).isEqualTo(code);
    assertOneDeath();
  }

  /**
   * Its worker may fail anywhere, in our code as in the user's; the tasks after it must not wait.
   */
  @Test
  void aTaskThatLeavesNoMemoryHoldsNobodyUp() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.spec = spec(null, List.of("-Xmx24m"));
    Tasks tasks = new Tasks();
    for (int i = 0; i < 4; i++) {
      tasks.add(disaster("hoard"), Limits.NONE, List.of());
      tasks.add(sample("cube"), Limits.NONE, List.of("3"));
    }
    setting.map(tasks);
    assertThat(heard.outcomes()).hasSize(8);
    assertThat(heard.outcomes()).isSubsetOf("passed", "out-of-memory", "crashed", "failed");
  }

  private List<Path> errorFiles() throws IOException {
    Path report = temp.resolve("report");
    if (!Files.isDirectory(report)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(report)) {
      return files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.parallelexec.process.WorkerCommandTest#javas")
  void whatACrashedJvmWroteIsKeptAndNamed(Path own) throws Exception {
    java = own;
    amongGoodOnes(disaster("die"), "segmentation fault");
    String name = "hs_err_pid" + last.span().pid() + ".log";
    // Another one where it died beside others first.
    assertThat(errorFiles()).hasSizeBetween(1, threads() == 1 ? 1 : 2);
    Path file = errorFiles().stream().filter(f -> f.endsWith(name)).findFirst().orElseThrow();
    assertThat(Files.readString(file)).contains("SIGSEGV").contains("END.");
    assertThat(last.failure().message())
        .contains("; " + name + " kept\nSIGSEGV (0xb), problematic frame: ");
  }

  @Test
  void theUsersOwnPlaceForItStays() throws Exception {
    Path own = temp.resolve("mine-%p.txt");
    amongGoodOnes(disaster("die"), "segmentation fault", "-XX:ErrorFile=" + own);
    Path made = temp.resolve("mine-" + last.span().pid() + ".txt");
    assertThat(made).exists();
    assertThat(last.failure().message()).contains("; see " + made).contains("SIGSEGV");
    assertThat(errorFiles()).isEmpty();
  }

  @Test
  void notEveryCrashOfAListIsKept() throws Exception {
    Setting setting = new Setting();
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < ErrorFiles.MOST + 2; i++) {
      all.add(List.of("segmentation fault"));
    }
    setting.map(Tasks.of(disaster("die"), all));
    assertThat(heard.outcomes()).hasSize(all.size()).containsOnly("crashed");
    assertThat(errorFiles()).hasSize(ErrorFiles.MOST);
    assertThat(heard.results())
        .anyMatch(r -> r.last().failure().message().contains("not kept, there are 10 already"));
  }
}
