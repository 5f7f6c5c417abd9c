package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Tasks so short, and so many, that their workers no longer send what they say of each at once: it
 * is known all the same when a worker dies.
 */
@EnabledOnOs(OS.LINUX)
class ShortTasksTest extends LocalEngineFixture {
  /** Many enough for a worker to gather what it says. */
  private static final int MANY = 700;

  /** How often each task of {@code Sample.run} has run. */
  private static int[] runs(Path file, int tasks) throws IOException {
    int[] runs = new int[tasks];
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
    while (all.hasRemaining()) {
      runs[all.getInt()]++;
    }
    return runs;
  }

  private Tasks tasks(int count, int last) {
    String file = temp.resolve("ran").toString();
    return Tasks.of(
        sample("run"),
        IntStream.range(0, count).mapToObj(i -> List.of(file, "" + i, "" + last)).toList());
  }

  @Test
  void whoDiesInTheMiddleOfManyIsToBlameAndTheOthersHaveTheirResults() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    int count = 5 * MANY;
    setting.map(tasks(count, MANY));
    assertThat(runs(temp.resolve("ran"), count)).containsOnly(1);
    List<TaskResult> results = heard.results();
    assertThat(results).hasSize(count);
    for (int i = 0; i < count; i++) {
      Attempt last = results.get(i).last();
      assertThat(results.get(i).attempts()).hasSize(1);
      if (i % MANY == MANY - 1) {
        assertThat(last.outcome()).isEqualTo(Outcome.CRASHED);
        assertThat(last.failure().message()).contains("died: exit 9");
      } else {
        assertThat(last.value()).isEqualTo("" + i);
      }
    }
    assertThat(heard.notices()).isEmpty();
  }

  @Test
  void whoIsKilledFromOutsideLosesNoResult() throws Exception {
    int count = 20_000;
    int[] kills = {0};
    Setting setting = new Setting();
    setting.listener =
        new Recorder() {
          private int ended;

          @Override
          public synchronized void attemptEnded(Task task, Attempt attempt, boolean again) {
            if (++ended % 3_000 == 0) {
              kills[0]++;
              ProcessHandle.of(attempt.span().pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
          }
        };
    setting.map(tasks(count, Integer.MAX_VALUE));
    int[] runs = runs(temp.resolve("ran"), count);
    List<TaskResult> results = setting.listener.results();
    assertThat(results).hasSize(count);
    int crashed = 0;
    for (int i = 0; i < count; i++) {
      assertThat(results.get(i).attempts()).hasSize(1);
      if (results.get(i).outcome() == Outcome.CRASHED) {
        crashed++;
        assertThat(runs[i]).isBetween(0, 1);
      } else {
        assertThat(results.get(i).last().value()).isEqualTo("" + i);
        assertThat(runs[i]).as("runs of task %s", i).isEqualTo(1);
      }
    }
    assertThat(kills[0]).isGreaterThan(4);
    // One that is killed between two tasks costs none.
    assertThat(crashed).isLessThanOrEqualTo(kills[0]);
  }

  /** Each of those that ran beside the dead is tried again alone, and no other one. */
  @Test
  void whoDiesAmongSeveralAtOnceIsToBlameAndTheOthersHaveTheirResults() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.threads = 3;
    int count = 5 * MANY;
    int[] back = new int[count];
    setting.listener =
        new Recorder() {
          @Override
          public synchronized void takenBack(Task task, int number, Worker worker, String reason) {
            back[task.index()]++;
          }
        };
    setting.map(tasks(count, MANY));
    int[] runs = runs(temp.resolve("ran"), count);
    List<TaskResult> results = setting.listener.results();
    assertThat(results).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(results.get(i).attempts()).hasSize(1);
      assertThat(back[i]).isLessThanOrEqualTo(1);
      assertThat(runs[i]).as("runs of task %s", i).isBetween(1, 1 + back[i]);
      if (i % MANY == MANY - 1) {
        assertThat(results.get(i).outcome()).isEqualTo(Outcome.CRASHED);
      } else {
        assertThat(results.get(i).last().value()).isEqualTo("" + i);
      }
    }
    assertThat(Arrays.stream(back).sum()).isLessThanOrEqualTo(3 * 5);
  }

  @Test
  void aLongTaskBehindManyIsHeardOfWhileItRuns() throws Exception {
    Path file = temp.resolve("go on");
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.listener =
        new Recorder() {
          @Override
          public void started(Task task, int number, Worker worker) {
            if (task.index() == MANY) {
              try {
                Files.createFile(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };
    Tasks tasks = Tasks.upTo(sample("cube"), MANY);
    tasks.add(sample("waitFor"), Limits.NONE, List.of(file.toString()));
    assertThat(setting.map(tasks).count(Outcome.PASSED)).isEqualTo(MANY + 1);
  }

  @Test
  void theLimitOfOneBehindManyHoldsThoughItsWorkerIsStopped() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    Tasks tasks = Tasks.upTo(sample("cube"), MANY);
    Limits limits = new Limits(Duration.ofMillis(500), 0, Set.of(), Duration.ZERO, true);
    tasks.add(
        Call.function("dev.parallelexec.process.Stubborn::suspendsItself"), limits, List.of(""));
    assertThat(setting.map(tasks).count(Outcome.PASSED)).isEqualTo(MANY);
    assertThat(heard.results().get(MANY).outcome()).isEqualTo(Outcome.TIMED_OUT);
  }

  /** Of each worker the one that was known to run, and the one that did when it heard of it. */
  @Test
  void whatWasSentAheadIsCancelledWhenTheTimeOfAllIsUp() throws Exception {
    Setting setting = new Setting();
    setting.total = Duration.ofSeconds(3);
    ListResult result =
        setting.map(Tasks.of(sample("spin"), Collections.nCopies(200_000, List.of("50"))));
    assertThat(result.count(Outcome.CANCELLED)).isPositive();
    assertThat(result.count(Outcome.TIMED_OUT)).isLessThanOrEqualTo(2 * setting.atOnce);
  }

  @Test
  void whatManyPrintIsTheirs() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    Tasks tasks = new Tasks();
    for (int i = 0; i < MANY; i++) {
      tasks.add(sample("cube"), Limits.NONE, List.of("" + i));
    }
    for (int i = MANY; i < 2 * MANY; i++) {
      tasks.add(sample("print"), Limits.NONE, List.of("" + i));
    }
    assertThat(setting.map(tasks).count(Outcome.PASSED)).isEqualTo(2 * MANY);
    StringBuilder expected = new StringBuilder();
    for (int i = MANY; i < 2 * MANY; i++) {
      expected.append("t%d|OUT|out %d%nt%d|ERR|err %d%n".formatted(i, i, i, i));
    }
    assertThat(heard.output()).isEqualTo(expected.toString());
  }

  /** The box is there as long as its worker, and no longer. */
  @Test
  void nothingIsLeftOfABoxWhenItsWorkerIsGone() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    Set<Path> during = new HashSet<>();
    setting.listener =
        new Recorder() {
          @Override
          public void attemptEnded(Task task, Attempt attempt, boolean again) {
            if (task.index() % MANY == 0) {
              during.addAll(boxes());
            }
          }
        };
    Tasks tasks = Tasks.upTo(sample("cube"), 30 * MANY);
    tasks.add(sample("halt"), Limits.NONE, List.of("9"));
    setting.map(tasks);
    assertThat(during).hasSize(1);
    assertThat(boxes()).isEmpty();
  }

  private static List<Path> boxes() {
    List<Path> boxes = new ArrayList<>();
    Path all = Path.of(System.getProperty("java.io.tmpdir"));
    String own = "parallel-exec-" + ProcessHandle.current().pid() + "-*";
    try (var builds = Files.newDirectoryStream(all, own)) {
      for (Path build : builds) {
        try (var files = Files.newDirectoryStream(build, "*.said")) {
          files.forEach(boxes::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return boxes;
  }
}
