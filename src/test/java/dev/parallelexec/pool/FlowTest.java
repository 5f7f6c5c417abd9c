package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
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
