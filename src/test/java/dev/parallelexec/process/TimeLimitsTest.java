package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time limits against code that does all it can not to end. */
@EnabledOnOs(OS.LINUX)
class TimeLimitsTest extends LocalEngineFixture {
  private static final Limits SHORT =
      new Limits(Duration.ofMillis(500), 0, Set.of(), Duration.ZERO, true);

  private static Call stubborn(String method) {
    return Call.function("dev.parallelexec.process.Stubborn::" + method);
  }

  /** The bad task first, on one worker; those behind it were sent ahead and must not suffer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ignoresInterrupts  | at dev.parallelexec.process.Stubborn.ignoresInterrupts(",
        "spins              | at dev.parallelexec.process.Stubborn.spins(",
        "deadlocks          | Found one Java-level deadlock",
        "readsAFifo         | at dev.parallelexec.process.Stubborn.readsAFifo(",
        "fillsOutput        | at dev.parallelexec.process.Stubborn.fillsOutput(",
        "holdsOutput        | - locked <",
        "holdsTheClassLoader| - locked <",
        "suspendsItself     | (no thread dump: the worker did not answer before it was ended)",
        "waitsForAFuture    | at java.util.concurrent.CompletableFuture.get(java.base@",
        "sleepsPolitely     | at dev.parallelexec.process.Stubborn.sleepsPolitely(",
      })
  void theLimitHolds(String method, String dump) throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    Path fifo = temp.resolve("fifo");
    Tasks tasks = new Tasks().add(sample("pid"), Limits.NONE, List.of());
    tasks.add(stubborn(method), SHORT, List.of(fifo.toString()));
    for (int i = 0; i < 5; i++) {
      tasks.add(sample("pid"), Limits.NONE, List.of());
    }
    Dumps heard = new Dumps();
    setting.listener = heard;
    ListResult result = setting.map(tasks);
    assertThat(result.count(Outcome.PASSED)).isEqualTo(6);
    TaskResult bad = heard.results().get(1);
    assertThat(bad.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(bad.last().failure().message()).isEqualTo("limit 500ms");
    assertThat(heard.notes()).contains(dump);
    if (dump.startsWith("(")) {
      assertThat(heard.announced()).containsExactly(false);
    }
    if (dump.startsWith("at ")) {
      assertThat(bad.last().failure().stack())
          .startsWith("limit 500ms\nIt was here:\n")
          .contains(dump)
          .doesNotContain("dev.parallelexec.worker");
    }
    assertThat(heard.results()).allMatch(task -> task.attempts().size() == 1);
    if (threads() > 1) {
      return;
    }
    List<String> pids = heard.values();
    assertThat(pids.subList(2, 7)).doesNotContain(Long.toString(bad.last().span().pid()));
  }

  /** Output is not kept: one of the tasks never stops printing. */
  private static final class Dumps extends Recorder {
    private final StringBuilder notes = new StringBuilder();
    private final List<Boolean> announced = new ArrayList<>();

    @Override
    public synchronized void output(
        Task task, int number, Stream stream, byte[] bytes, int length) {
      if (stream == Stream.NOTE) {
        notes.append(new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8));
      }
    }

    @Override
    public synchronized void stopping(
        Task task, int number, Worker worker, String reason, Duration grace, boolean dumped) {
      announced.add(dumped);
    }

    synchronized List<Boolean> announced() {
      return announced;
    }

    synchronized String notes() {
      return notes.toString();
    }
  }

  @Test
  void aStoppedWorkerThatDoesNotReadHoldsNobodyUp() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.chunk = 25;
    String large = "x".repeat(1 << 20);
    Tasks tasks = new Tasks().add(stubborn("suspendsItself"), SHORT, List.of(""));
    for (int i = 0; i < 24; i++) {
      tasks.add(stubborn("length"), Limits.NONE, List.of(large));
    }
    ListResult result = setting.map(tasks);
    assertThat(result.count(Outcome.TIMED_OUT)).isEqualTo(1);
    assertThat(result.count(Outcome.PASSED)).isEqualTo(24);
  }

  @Test
  void whatTheTaskStartedEndsWithIt() throws Exception {
    Path file = temp.resolve("pids");
    Tasks tasks = new Tasks().add(stubborn("startsProcesses"), SHORT, List.of(file.toString()));
    new Setting().map(tasks);
    assertThat(heard.outcomes()).containsExactly("timed-out");
    List<String> pids = Files.readAllLines(file);
    assertThat(pids).hasSize(3);
    for (String pid : pids) {
      await()
          .until(
              () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @Test
  void aSourceThatHangsEndsWithTheWholeLimit() throws Exception {
    Setting setting = new Setting();
    setting.total = Duration.ofSeconds(2);
    Tasks tasks = Tasks.upTo(sample("cube"), 3);
    ItemFeed feed = workers.items(spec(null), sample("hangingItems"));
    TaskSource source =
        new TaskSource() {
          private final TaskSource first = tasks.source();

          @Override
          public Task next() throws EngineException, InterruptedException {
            Task task = first.next();
            if (task == null) {
              feed.next();
            }
            return task;
          }

          @Override
          public int size() {
            return -1;
          }

          @Override
          public void close() {
            feed.close();
          }
        };
    ListResult result = setting.pool(tasks).map(source);
    assertThat(result.count(Outcome.PASSED)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "PT2M, 2m",
    "PT30S, 30s",
    "PT1.5S, 1.5s",
    "PT1M30S, 1m30s",
    "PT0.5S, 500ms",
    "PT2H, 2h",
    "PT36H, 36h",
    "PT1H0.25S, 1h0.25s",
    "PT0.0015S, 1.5ms",
    "PT0S, 0s"
  })
  void limitsAreToldAsUsersWriteThem(Duration limit, String text) {
    assertThat(Limits.text(limit)).isEqualTo(text);
  }
}
