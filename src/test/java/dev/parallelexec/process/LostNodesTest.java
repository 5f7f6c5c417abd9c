package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that is lost is nobody's fault: what it ran runs elsewhere, and every task ends once. */
class LostNodesTest extends LocalEngineFixture {
  private final NextDoor cluster = new NextDoor();

  @Override
  Placement placement() {
    return cluster;
  }

  @AfterEach
  void placesAreGivenBack() {
    workers.close();
    assertThat(cluster.closed).isTrue();
  }

  /** Does something to the node on which the first task starts for the first time. */
  private Recorder whenTheFirstStarts(Consumer<NextDoor.Node> then) {
    AtomicBoolean done = new AtomicBoolean();
    return new Recorder() {
      @Override
      public synchronized void started(Task task, int number, PoolListener.Worker worker) {
        super.started(task, number, worker);
        if (task.index() == 0 && done.compareAndSet(false, true)) {
          then.accept(cluster.node(worker.node()));
        }
      }
    };
  }

  /** Tasks that end when there is a file. */
  private Tasks waiting(int count) {
    List<String> go = List.of(temp.resolve("go").toString());
    return Tasks.of(sample("waitFor"), Collections.nCopies(count, go));
  }

  private void go() {
    try {
      Files.createFile(temp.resolve("go"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatRanThereRunsElsewhereAndIsNoFurtherAttempt() throws Exception {
    AtomicBoolean lost = new AtomicBoolean();
    Setting setting = new Setting();
    setting.listener =
        new Recorder() {
          @Override
          public synchronized void started(Task task, int number, PoolListener.Worker worker) {
            super.started(task, number, worker);
            if (task.index() == 0 && lost.compareAndSet(false, true)) {
              cluster.node(worker.node()).lose();
            } else if (worker.node().equals("node-c") && !Files.exists(temp.resolve("go"))) {
              // Not before that: the other worker alone would be done with all.
              go();
            }
          }
        };
    ListResult result = setting.map(waiting(20));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(20);
    assertThat(setting.listener.results().get(0).attempts()).hasSize(1);
    assertThat(setting.listener.events()).contains("takenBack t0 1");
    assertThat(cluster.nodes).hasSize(3);
  }

  @Test
  void aTaskThatMayNotRunTwiceIsCrashedWithTheNodesName() throws Exception {
    Setting setting = new Setting();
    setting.listener = whenTheFirstStarts(NextDoor.Node::lose);
    Limits once = new Limits(Duration.ZERO, 0, Set.of(), Duration.ZERO, false);
    Tasks tasks = new Tasks().add(sample("hang"), once, List.of());
    tasks.add(sample("cube"), once, List.of("3"));
    setting.map(tasks);
    assertThat(setting.listener.outcomes()).containsExactly("crashed", "passed");
    assertThat(setting.listener.results().get(0).last().failure().message())
        .matches("(?s)worker \\d on node-[ab] pid \\d+ died: it burned down\\b.*");
  }

  @Test
  void aTaskThatLosesEveryNodeIsCrashedInTheEnd() throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.listener =
        new Recorder() {
          @Override
          public synchronized void started(Task task, int number, PoolListener.Worker worker) {
            super.started(task, number, worker);
            if (task.index() == 0) {
              cluster.node(worker.node()).lose();
            }
          }
        };
    Tasks tasks = new Tasks().add(sample("hang"), Limits.NONE, List.of());
    tasks.add(sample("cube"), Limits.NONE, List.of("3"));
    setting.map(tasks);
    assertThat(setting.listener.outcomes()).containsExactly("crashed", "passed");
    assertThat(setting.listener.events()).filteredOn(e -> e.equals("takenBack t0 1")).hasSize(2);
  }

  /** A link that is cut says nothing, at either end. */
  @Test
  void silenceIsLoss() throws Exception {
    workers.close();
    workers =
        realm(
            new Patience(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1)));
    Setting setting = new Setting();
    setting.listener =
        whenTheFirstStarts(
            node -> {
              stop(node.process().pid());
              go();
            });
    ListResult result = setting.map(waiting(6));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(6);
    assertThat(setting.listener.notices())
        .anyMatch(
            text ->
                text.matches(
                    "worker \\d on node-[ab] pid \\d+ is lost: nothing was heard of it for 1s; tried"
                        + " again elsewhere, which is not counted as an attempt: t0"));
  }

  /** Some launchers do not notice that their node is gone, and only the channel's end tells. */
  @Test
  void aLauncherThatDoesNotNoticeIsLossToo() throws Exception {
    cluster.deaf = true;
    Setting setting = new Setting();
    setting.listener =
        whenTheFirstStarts(
            node -> {
              node.process().children().forEach(ProcessHandle::destroyForcibly);
              go();
            });
    ListResult result = setting.map(waiting(6));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(6);
    assertThat(setting.listener.events()).contains("takenBack t0 1");
    assertThat(setting.listener.notices())
        .anyMatch(text -> text.contains(" is lost: its channel was closed and it went on"));
  }

  /** Until all its threads stand one of them may go on for a moment, and end its task. */
  private static void stop(long pid) {
    try {
      new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    await().ignoreExceptions().until(() -> stands(pid));
  }

  private static boolean stands(long pid) throws IOException {
    Path threads = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.isDirectory(threads)) {
      return true; // only Linux tells
    }
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
    }
    return true;
  }

  /** Workers that answer are not lost, however long a task takes. */
  @Test
  void aLongTaskIsNoSilence() throws Exception {
    workers.close();
    workers =
        realm(
            new Patience(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2)));
    Thread later =
        new Thread(
            () -> {
              // Longer than the silence that counts: nothing but time can show that it does not.
              sleepFor(5_000);
              go();
            });
    later.start();
    ListResult result = new Setting().map(waiting(1));
    later.join();
    assertThat(result.count(Outcome.PASSED)).isEqualTo(1);
    assertThat(heard.notices()).isEmpty();
  }

  private static void sleepFor(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aClusterWithFewerPlacesRunsTheListWithThose() throws Exception {
    cluster.places = 1;
    Setting setting = new Setting();
    setting.atOnce = 4;
    ListResult result = setting.map(Tasks.upTo(sample("cube"), 100));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(100);
    assertThat(cluster.nodes).hasSize(1);
    await().until(() -> placing().isEmpty());
  }

  private static List<String> placing() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(e -> e.getKey().getName().startsWith("parallel-exec worker"))
        .filter(e -> e.getValue().length > 0)
        .filter(e -> List.of(e.getValue()).toString().contains("NextDoor.start"))
        .map(e -> e.getKey().getName())
        .toList();
  }

  @Test
  void aClusterWithoutPlacesEndsTheListWithTheReason() {
    cluster.trouble = "no place in com.example:7077; ask its keeper";
    assertThatThrownBy(() -> new Setting().map(Tasks.upTo(sample("cube"), 5)))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith(
            "A worker could not be started: no place in com.example:7077; ask its keeper");
    assertThat(heard.outcomes()).hasSize(5).containsOnly("cancelled");
  }

  /** No end of the build comes when Maven is stopped by a signal. */
  @Test
  void aBuildThatIsStoppedGivesItsPlacesBack() throws Exception {
    new Setting().map(Tasks.upTo(sample("cube"), 5));
    workers.terminate();
    workers.forgetFiles();
    assertThat(cluster.closed).isTrue();
  }

  /** Its own death there is its own, as here. */
  @Test
  void aWorkerThatDiesOnAGoodNodeIsBlamed() throws Exception {
    Tasks tasks = new Tasks().add(sample("halt"), Limits.NONE, List.of("7"));
    tasks.add(sample("cube"), Limits.NONE, List.of("3"));
    new Setting().map(tasks);
    assertThat(heard.outcomes()).containsExactly("crashed", "passed");
    assertThat(heard.results().get(0).last().failure().exitCode()).isEqualTo(7);
  }
}
