package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a task's child processes print to what they have inherited is that task's. */
@DisabledOnOs(OS.WINDOWS)
class PastOurStreamsTest extends LocalEngineFixture {
  private static final int TASKS = 60;

  /** By task, or the worker's; what came after a task's end says so. */
  private static class Said extends Recorder {
    private final Map<String, String> said = new TreeMap<>();
    private final Map<String, Boolean> ended = new TreeMap<>();

    private void add(String who, byte[] bytes, int length) {
      said.merge(who, new String(bytes, 0, length, StandardCharsets.UTF_8), String::concat);
    }

    @Override
    public synchronized void output(Task task, int n, Stream stream, byte[] bytes, int length) {
      String late = ended.containsKey(task.id()) ? " late" : "";
      add(task.id() + " " + stream + late, bytes, length);
    }

    @Override
    public synchronized void workerOutput(Worker worker, Stream s, byte[] bytes, int length) {
      add("worker", bytes, length);
    }

    @Override
    public synchronized void attemptEnded(Task task, Attempt attempt, boolean again) {
      ended.put(task.id(), true);
    }

    synchronized Map<String, String> said() {
      return new TreeMap<>(said);
    }
  }

  private static Tasks tasks(String method) {
    return Tasks.of(
        call(method), IntStream.range(0, TASKS).mapToObj(i -> List.of("" + i)).toList());
  }

  private static Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>();
    for (int i = 0; i < TASKS; i++) {
      expected.put("t" + i + " OUT", "out " + i + "\n");
      expected.put("t" + i + " ERR", "err " + i + "\n");
    }
    return expected;
  }

  @Test
  void whatAChildProcessPrintsIsItsTasks() throws Exception {
    Said said = new Said();
    Setting setting = new Setting();
    setting.listener = said;
    assertThat(setting.map(tasks("say")).count(Outcome.PASSED)).isEqualTo(TASKS);
    assertThat(said.said()).isEqualTo(expected());
  }

  /** The end of one that has failed is told at once, before the next begins. */
  @Test
  void alsoWhereTasksFail() throws Exception {
    Said said = new Said();
    Setting setting = new Setting();
    setting.listener = said;
    assertThat(setting.map(tasks("sayAndFail")).count(Outcome.FAILED)).isEqualTo(TASKS / 3);
    assertThat(said.said()).isEqualTo(expected());
  }

  /** The end of an attempt may take its time in Maven; the next one's output comes meanwhile. */
  @Test
  void alsoWhereReportsTakeTheirTime() throws Exception {
    Said said =
        new Said() {
          @Override
          public void attemptEnded(Task task, Attempt attempt, boolean again) {
            super.attemptEnded(task, attempt, again);
            pause();
          }

          @Override
          public void started(Task task, int number, Worker worker) {
            pause();
          }
        };
    Setting setting = new Setting();
    setting.listener = said;
    assertThat(setting.map(tasks("say")).count(Outcome.PASSED)).isEqualTo(TASKS);
    assertThat(said.said()).isEqualTo(expected());
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Who closes what the process has harms no one but those who would print there. */
  @Test
  void whoClosesThemGoesOn() throws Exception {
    for (String which : List.of("1", "2", "12")) {
      Said said = new Said();
      Setting setting = new Setting();
      setting.atOnce = 1;
      setting.spec = spec(null, List.of("-Dof=" + which));
      setting.listener = said;
      Tasks tasks = new Tasks();
      for (int i = 0; i < 10; i++) {
        tasks.add(call("close"), Limits.NONE, List.of(which));
      }
      tasks.add(call("say"), Limits.NONE, List.of("x"));
      long begin = System.nanoTime();
      assertThat(setting.map(tasks).count(Outcome.PASSED)).isEqualTo(11);
      assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
      Map<String, String> all = new TreeMap<>();
      if (!which.contains("1")) {
        all.put("t10 OUT", "out x\n");
      }
      if (!which.contains("2")) {
        all.put("t10 ERR", "err x\n");
      }
      assertThat(said.said()).isEqualTo(all);
    }
  }

  /** A process that a task has left, and that prints, holds nobody up. */
  @Test
  void whoIsLeftHoldsNobodyUp() throws Exception {
    Said said = new Said();
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.listener = said;
    Tasks tasks = new Tasks();
    for (int i = 0; i < 20; i++) {
      tasks.add(call("leave"), Limits.NONE, List.of());
    }
    assertThat(setting.map(tasks).count(Outcome.PASSED)).isEqualTo(20);
    assertThat(said.said().toString()).contains("done").doesNotContain("\0");
  }

  private static Call call(String method) {
    return Call.function("dev.parallelexec.process.Inherits::" + method);
  }
}
