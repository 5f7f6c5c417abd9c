package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FlowTest {
  private static Pending task(int length) {
    Tasks tasks = new Tasks();
    tasks.add(Call.function("a.B::c"), Limits.NONE, List.of("x".repeat(length - 2)));
    return new Pending(tasks.list().get(0), (pending, attempt, object) -> {});
  }

  /** How many tasks of a length are under way when the feeder begins to wait. */
  private static Queue<Pending> fill(Flow flow, int length) throws InterruptedException {
    Queue<Pending> underWay = new ArrayDeque<>();
    AtomicReference<Flow.Turn> turn = new AtomicReference<>();
    while (true) {
      Thread feeder = new Thread(() -> turn.set(next(flow)));
      feeder.start();
      await().until(() -> waits(feeder) || !feeder.isAlive());
      if (feeder.isAlive()) {
        feeder.interrupt();
        feeder.join();
        return underWay;
      }
      assertThat(turn.get()).isEqualTo(Flow.Turn.PULL);
      Pending pulled = task(length);
      flow.pulled(pulled, false);
      underWay.add(pulled);
    }
  }

  private static boolean waits(Thread feeder) {
    return feeder.getState() == Thread.State.TIMED_WAITING;
  }

  private static Flow.Turn next(Flow flow) {
    try {
      return flow.turn();
    } catch (InterruptedException e) {
      return Flow.Turn.END;
    }
  }

  @Test
  void smallTasksFillTheWindow() throws Exception {
    assertThat(fill(new Flow(10, 1_000, null), 5)).hasSize(10);
  }

  @Test
  void largeOnesFillTheRoomAndTwoAreAlwaysUnderWay() throws Exception {
    assertThat(fill(new Flow(10, 1_000, null), 250)).hasSize(4);
    assertThat(fill(new Flow(10, 1_000, null), 5_000)).hasSize(2);
    assertThat(fill(new Flow(1, 1_000, null), 5_000)).hasSize(1);
  }

  @Test
  void theFeederWakesWhenHalfTheRoomIsFree() throws Exception {
    assertThat(wakesAfter(3, 250)).isEqualTo(Flow.Turn.PULL);
    assertThat(wakesAfter(1, 5_000)).isEqualTo(Flow.Turn.PULL);
  }

  @Test
  void whereTasksClaimSomethingTheirWeightsFillTheSlots() throws Exception {
    Supply supply = new Supply("list", 3, new Locks(new ConcurrentHashMap<>()), Duration.ZERO);
    Flow flow = new Flow(10, 1_000, supply);
    Tasks tasks = new Tasks();
    Call call = Call.function("a.B::c");
    tasks.add(call, Limits.NONE, List.of(), 2).add(call, Limits.NONE, List.of(), 2);
    List<Pending> pulled = new ArrayList<>();
    for (Task task : tasks.list()) {
      Pending pending = new Pending(task, (ended, attempt, object) -> {});
      pulled.add(pending);
      assertThat(flow.turn()).isEqualTo(Flow.Turn.PULL);
      assertThat(flow.pulled(pending, false)).as("is to be admitted").isNull();
      if (pulled.size() == 1) {
        assertThat(flow.turn()).isEqualTo(Flow.Turn.ADMIT);
        assertThat(flow.next(Flow.Turn.ADMIT)).isSameAs(pending);
      }
    }
    AtomicReference<Flow.Turn> turn = new AtomicReference<>();
    Thread feeder = new Thread(() -> turn.set(next(flow)));
    feeder.start();
    await().until(() -> waits(feeder));
    flow.ended(pulled.get(0));
    feeder.join();
    assertThat(turn.get()).isEqualTo(Flow.Turn.ADMIT);
    flow.stop("enough", false);
    assertThat(flow.turn()).isEqualTo(Flow.Turn.END);
  }

  @Test
  void whatWasNotHandedOverIsLeftAtTheEnd() throws Exception {
    Locks locks = new Locks(new ConcurrentHashMap<>());
    assertThat(locks.take(this, Set.of("a"), "the test")).isTrue();
    Flow flow = new Flow(10, 1_000, new Supply("list", 3, locks, Duration.ZERO));
    Tasks tasks = new Tasks().add(Call.function("a.B::c"), Limits.NONE, List.of(), 1, "a");
    Pending pending = new Pending(tasks.list().get(0), (ended, attempt, object) -> {});
    assertThat(flow.turn()).isEqualTo(Flow.Turn.PULL);
    assertThat(flow.pulled(pending, false)).isNull();
    flow.stop("enough", false);
    assertThat(flow.awaitEnd()).containsExactly(pending);
  }

  private static Flow.Turn wakesAfter(int ends, int length) throws InterruptedException {
    Flow flow = new Flow(10, 1_000, null);
    Queue<Pending> underWay = fill(flow, length);
    AtomicReference<Flow.Turn> turn = new AtomicReference<>();
    Thread feeder = new Thread(() -> turn.set(next(flow)));
    feeder.start();
    await().until(() -> waits(feeder));
    for (int i = 0; i < ends; i++) {
      flow.ended(underWay.remove());
    }
    feeder.join();
    assertThat(underWay).isNotEmpty();
    return turn.get();
  }
}
