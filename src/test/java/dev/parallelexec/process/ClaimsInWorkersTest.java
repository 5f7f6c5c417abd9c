package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.Fired;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Locks;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Supply;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights and locks with real workers, of two class loaders of the plugin in one build. */
class ClaimsInWorkersTest extends LocalEngineFixture {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Recorder otherHeard = new Recorder();
  private LocalWorkers otherRealm;

  @BeforeEach
  void openAnother() throws Exception {
    otherRealm = realm();
  }

  @AfterEach
  void closeAnother() {
    otherRealm.close();
  }

  private Setting setting(LocalWorkers in, Recorder listener, int atOnce) {
    Setting setting = new Setting();
    setting.realm = in;
    setting.listener = listener;
    setting.atOnce = atOnce;
    setting.fired = true;
    setting.supply = new Supply("list", atOnce * setting.threads, new Locks(shared), Duration.ZERO);
    return setting;
  }

  private Tasks alone(int count, String file) {
    Tasks tasks = new Tasks();
    for (int i = 0; i < count; i++) {
      tasks.add(sample("alone"), Limits.NONE, List.of(temp.resolve(file).toString()), 1, "a");
    }
    return tasks;
  }

  @Test
  void tasksOfTwoRealmsThatNameOneLockNeverOverlap() throws Exception {
    Tasks first = alone(5, "one");
    Tasks second = alone(5, "one");
    Fired one = setting(workers, heard, 2).pool(first).async(first.source(), "one");
    Fired other = setting(otherRealm, otherHeard, 2).pool(second).async(second.source(), "other");
    assertThat(one.collect(LONG).count(Outcome.PASSED)).isEqualTo(5);
    assertThat(other.collect(LONG).count(Outcome.PASSED)).isEqualTo(5);
  }

  @Test
  void aTaskOfAllSlotsRunsAloneInItsList() throws Exception {
    String file = temp.resolve("one").toString();
    Tasks tasks = new Tasks();
    for (int i = 0; i < 4; i++) {
      tasks.add(sample("alone"), Limits.NONE, List.of(file), Claims.ALL);
    }
    Setting setting = setting(workers, heard, 2);
    setting.threads = 2;
    setting.maxTasks = 1;
    assertThat(setting.map(tasks).count(Outcome.PASSED)).isEqualTo(4);
  }

  @Test
  void aTaskThatDiesKeepsItsLockUntilItsLastTry() throws Exception {
    Limits again = new Limits(Duration.ZERO, 1, Set.of(Outcome.CRASHED), Duration.ZERO, true);
    Tasks tasks = new Tasks();
    tasks.add(sample("halt"), again, List.of("3"), 1, "a");
    tasks.add(sample("cube"), Limits.NONE, List.of("2"), 1, "a");
    ListResult result = setting(workers, heard, 2).map(tasks);
    assertThat(heard.outcomes()).containsExactly("crashed", "passed");
    assertThat(heard.events())
        .containsExactly(
            "started t0 1",
            "ended t0 1 crashed",
            "started t0 2",
            "ended t0 2 crashed",
            "started t1 1",
            "ended t1 1 passed");
    assertThat(result.good()).isFalse();
  }

  /**
   * The first has the only worker and waits for the lock, the second has the lock and waits for a
   * worker.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aListThatWaitsForALockGivesItsOnlyWorkerToWhoHasTheLock(boolean fired) throws Exception {
    Path met = Files.createDirectory(temp.resolve("met"));
    Tasks tasks = new Tasks();
    tasks.add(sample("meet"), Limits.NONE, List.of(met.toString(), "2"), 1);
    tasks.add(sample("cube"), Limits.NONE, List.of("2"), 1, "a");
    Setting goal = setting(workers, heard, 1);
    goal.fired = false;
    Fired first = goal.pool(tasks).async(tasks.source(), "first");
    org.awaitility.Awaitility.await().until(() -> heard.events().contains("started t0 1"));

    CountDownLatch locked = new CountDownLatch(1);
    Recorder listener =
        new Recorder() {
          @Override
          public void submitted(Task task, int number) {
            locked.countDown();
          }
        };
    Tasks others = new Tasks().add(sample("cube"), Limits.NONE, List.of("3"), 1, "a");
    Setting setting = setting(otherRealm, listener, 1);
    setting.fired = fired;
    Fired second = setting.pool(others).async(others.source(), "second");
    locked.await();
    assertThat(second.done()).isFalse();
    Files.createFile(met.resolve("the other"));
    assertThat(first.collect(LONG).count(Outcome.PASSED)).isEqualTo(2);
    assertThat(second.collect(LONG).count(Outcome.PASSED)).isEqualTo(1);
  }
}
