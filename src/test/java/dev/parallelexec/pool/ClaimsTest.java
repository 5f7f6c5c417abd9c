package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Weights and locks, step by step; {@link ClaimsPropertyTest} tries them at random. */
@Timeout(60)
class ClaimsTest {
  private static final Call CALL = Call.function("a.B::c");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Map<String, Object> shared = new ConcurrentHashMap<>();
  private final HeldEngine engine = new HeldEngine();
  private final Recorder heard = new Recorder();
  private Duration total = Duration.ZERO;
  private Duration slowAfter = Duration.ZERO;
  private FailurePolicy failures = FailurePolicy.FAIL_AT_END;

  private Pool pool(Engine of, Recorder listener, int slots) {
    // Locks of its own, as in another realm: what they share is the map.
    return new Pool(
        of,
        new Pool.Policy(failures, total, null, Leaks.WARN),
        listener,
        Past.NONE,
        new Supply("list", slots, new Locks(shared), slowAfter));
  }

  private Fired fire(int slots, Tasks tasks) {
    return pool(engine, heard, slots).async(tasks.source(), "test list");
  }

  private static Tasks task(Tasks tasks, int weight, String... locks) {
    return tasks.add(CALL, Limits.NONE, List.of(), weight, locks);
  }

  private static Limits retries(Duration delay) {
    return new Limits(Duration.ZERO, 1, Set.of(Outcome.FAILED), delay, true);
  }

  @Test
  void whatWantsATakenLockIsSetAsideAndGoesBeforeLaterOnes() throws Exception {
    Tasks tasks = new Tasks();
    task(task(task(task(tasks, 1, "a"), 1, "a"), 1), 1, "a");
    Fired fired = fire(2, tasks);
    engine.awaitRunning("t0", "t2");
    engine.pass("t2");
    engine.pass("t0");
    engine.awaitRunning("t1");
    engine.pass("t1");
    engine.awaitRunning("t3");
    engine.pass("t3");
    assertThat(fired.collect(LONG).count(Outcome.PASSED)).isEqualTo(4);
    assertThat(engine.started()).containsExactly("t0", "t2", "t1", "t3");
  }

  @Test
  void whoWantsTwoLocksIsNotOvertakenByWhoWantsOneOfThem() throws Exception {
    Tasks tasks = new Tasks();
    task(task(task(task(tasks, 1, "a"), 1, "a", "b"), 1, "b"), 1, "c");
    Fired fired = fire(4, tasks);
    engine.awaitRunning("t0", "t3");
    engine.pass("t0");
    engine.awaitRunning("t3", "t1");
    engine.pass("t1");
    engine.awaitRunning("t3", "t2");
    engine.pass("t2");
    engine.pass("t3");
    assertThat(fired.collect(LONG).good()).isTrue();
  }

  @Test
  void weightsGoInOrderAndALargeOneIsNotOvertaken() throws Exception {
    Tasks tasks = new Tasks();
    task(task(task(task(tasks, 2), 2), 1), Claims.ALL);
    Fired fired = fire(3, tasks);
    engine.awaitRunning("t0");
    engine.pass("t0");
    engine.awaitRunning("t1", "t2");
    engine.pass("t2");
    engine.pass("t1");
    engine.awaitRunning("t3");
    engine.pass("t3");
    assertThat(fired.collect(LONG).good()).isTrue();
    assertThat(engine.started()).containsExactly("t0", "t1", "t2", "t3");
    assertThat(engine.rests()).as("waits for no other list").isZero();
  }

  @Test
  void whoseLockIsTakenIsNotWaitedForHoweverLargeItIs() throws Exception {
    Tasks tasks = new Tasks();
    task(task(task(tasks, 1, "a"), Claims.ALL, "a"), 1);
    Fired fired = fire(2, tasks);
    engine.awaitRunning("t0", "t2");
    engine.pass("t0");
    engine.pass("t2");
    engine.awaitRunning("t1");
    engine.pass("t1");
    assertThat(fired.collect(LONG).good()).isTrue();
  }

  @Test
  void locksAreKeptOverRetriesAndSlotsAreNot() throws Exception {
    Tasks tasks = new Tasks();
    tasks.add(CALL, retries(Duration.ofMillis(200)), List.of(), 1, "a");
    task(task(tasks, 1, "a"), 1);
    Fired fired = fire(1, tasks);
    engine.awaitRunning("t0");
    engine.fail("t0");
    engine.awaitRunning("t2");
    // The second try is due long before its slot is free.
    await().pollDelay(Duration.ofMillis(250)).until(() -> engine.running().equals(List.of("t2")));
    engine.pass("t2");
    engine.awaitRunning("t0");
    engine.pass("t0");
    engine.awaitRunning("t1");
    engine.pass("t1");
    assertThat(fired.collect(LONG).good()).isTrue();
    assertThat(engine.started()).containsExactly("t0", "t2", "t0", "t1");
  }

  @Test
  void aListThatWaitsForAnotherRestsIsWokenAndSaysWhyOnce() throws Exception {
    slowAfter = Duration.ofMillis(1);
    HeldEngine other = new HeldEngine();
    Fired first = pool(other, new Recorder(), 1).async(task(new Tasks(), 1, "a").source(), "first");
    other.awaitRunning("t0");
    Fired second = fire(2, task(task(new Tasks(), 1, "a"), 1, "a"));
    await().until(() -> !heard.notices().isEmpty());
    assertThat(heard.notices())
        .containsExactly(
            "Nothing of this list can run: task t0 waits for the lock a, which task t0 of list has");
    assertThat(engine.started()).isEmpty();
    assertThat(engine.rests()).isEqualTo(1);
    other.pass("t0");
    assertThat(first.collect(LONG).good()).isTrue();
    engine.awaitRunning("t0");
    engine.pass("t0");
    engine.awaitRunning("t1");
    engine.pass("t1");
    assertThat(second.collect(LONG).good()).isTrue();
    assertThat(heard.notices()).hasSize(1);
  }

  @Test
  void whatWaitsEndsWithItsListAndGivesNothingBackThatIsNotItsOwn() throws Exception {
    HeldEngine other = new HeldEngine();
    Fired first = pool(other, new Recorder(), 1).async(task(new Tasks(), 1, "a").source(), "first");
    other.awaitRunning("t0");
    Fired second = fire(2, task(task(new Tasks(), 1, "b"), 1, "a"));
    engine.awaitRunning("t0");
    ListResult cancelled = second.cancel("enough");
    assertThat(cancelled.count(Outcome.CANCELLED)).isEqualTo(2);
    assertThat(heard.results().get(1).last().failure().message()).contains("enough");
    Locks locks = new Locks(shared);
    assertThat(locks.free(this, Set.of("b"))).isTrue();
    assertThat(locks.free(this, Set.of("a"))).isFalse();
    other.pass("t0");
    assertThat(first.collect(LONG).good()).isTrue();
    assertThat(locks.free(this, Set.of("a"))).isTrue();
  }

  @Test
  void theWholeLimitEndsWhatWaitsForALock() throws Exception {
    assertThat(new Locks(shared).take(this, Set.of("a"), "nobody")).isTrue();
    total = Duration.ofMillis(50);
    ListResult result = pool(engine, heard, 1).map(task(new Tasks(), 1, "a").source());
    assertThat(result.count(Outcome.CANCELLED)).isEqualTo(1);
    assertThat(heard.results().get(0).last().failure().message()).contains("totalTimeout");
  }

  @Test
  void anInterruptEndsWhatWaitsForALock() throws Exception {
    assertThat(new Locks(shared).take(this, Set.of("a"), "nobody")).isTrue();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pool(engine, heard, 1).map(task(new Tasks(), 1, "a").source()))
        .isInstanceOf(InterruptedException.class);
    assertThat(heard.outcomes()).containsExactly("cancelled");
  }

  @Test
  void anEngineThatBreaksGivesItsLocksBack() throws Exception {
    engine.breakAt("t1");
    Fired fired = fire(2, task(task(task(new Tasks(), 1, "a"), 1, "b"), 1, "a"));
    assertThatThrownBy(() -> fired.collect(LONG)).hasMessage("broken");
    assertThat(heard.outcomes()).containsExactly("cancelled", "cancelled", "cancelled");
    assertThat(new Locks(shared).free(this, Set.of("a", "b"))).isTrue();
  }

  @Test
  void afterAFailureUnderFailFastNothingThatWaitsStarts() throws Exception {
    failures = FailurePolicy.FAIL_FAST;
    Fired fired = fire(2, task(task(task(new Tasks(), 1, "a"), 1, "a"), 1));
    engine.awaitRunning("t0", "t2");
    engine.fail("t0");
    engine.pass("t2");
    assertThat(fired.collect(LONG).count(Outcome.CANCELLED)).isEqualTo(1);
    assertThat(engine.started()).containsExactly("t0", "t2");
    assertThat(heard.results().get(1).last().failure().message()).contains("first failure, t0");
  }

  @Test
  void applyTakesLocksAgainstOtherLists() throws Exception {
    Locks locks = new Locks(shared);
    assertThat(locks.take(this, Set.of("a"), "the test")).isTrue();
    Thread applies =
        new Thread(
            () -> {
              try {
                pool(engine, heard, 4).apply(task(task(new Tasks(), 1, "a"), 1).source());
              } catch (EngineException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    applies.start();
    await().until(() -> engine.rests() == 1);
    assertThat(engine.started()).as("one after the other").isEmpty();
    locks.give(Set.of("a"));
    engine.awaitRunning("t0");
    engine.pass("t0");
    engine.awaitRunning("t1");
    engine.pass("t1");
    applies.join();
  }

  @Test
  void howeverManyWantOneLockAWindowOfThemIsPulled() throws Exception {
    int count = 100_000;
    AtomicInteger pulled = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Recorder counted =
        new Recorder() {
          @Override
          public synchronized void finished(dev.parallelexec.task.TaskResult result) {
            pulled.decrementAndGet();
          }
        };
    Task one = task(new Tasks(), 1, "a").list().get(0);
    TaskSource source =
        new TaskSource() {
          private int index;

          @Override
          public @Nullable Task next() {
            most.accumulateAndGet(pulled.incrementAndGet(), Math::max);
            return index == count
                ? null
                : new Task(
                    index++, "t", CALL, one.arguments(), Map.of(), Limits.NONE, one.claims());
          }

          @Override
          public int size() {
            return count;
          }
        };
    DiceEngine dice = new DiceEngine(1, 0, Integer.MAX_VALUE);
    ListResult result = pool(dice, counted, 4).map(source);
    assertThat(result.count(Outcome.PASSED)).isEqualTo(count);
    assertThat(dice.mostAtOnce()).isEqualTo(1);
    assertThat(most.get()).isLessThanOrEqualTo(Pool.WINDOW + 1);
    dice.awaitEnd();
  }
}
