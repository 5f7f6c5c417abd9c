package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets what where a worker runs three attempts at once. */
class DispatcherThreadsTest {
  private final Simulation simulation = new Simulation(List.of(), false);

  @BeforeEach
  void three() {
    simulation.threads = 3;
  }

  @Test
  void thereAreNoMoreWorkersThanTasksNeed() {
    SimulatedList list = simulation.list(4, 0, 1, false);
    list.submit(4);
    assertThat(simulation.home.workers).hasSize(2);
    simulation.home.workers.forEach(SimulatedWorker::becomeReady);
    list.submit(2);
    assertThat(simulation.home.workers).hasSize(2);
    list.submit(1);
    assertThat(simulation.home.workers).hasSize(3);
    simulation.end();
  }

  @Test
  void whatRanInAWorkerThatDiedIsTriedAgainAloneAndFirst() {
    SimulatedList list = simulation.list(1, 0, 1, false);
    list.submit(4);
    untilRunning(0, 3);
    worker(0).die();
    assertThat(list.all).allMatch(tried -> tried.outcome == null);
    for (int alone = 0; alone < 3; alone++) {
      untilRunning(1, 1);
      assertThat(worker(1).running.values())
          .extracting(Frame.Run::index)
          .containsExactly(100 + alone);
      assertThat(list.roster.seats.get(0).sent).as("what was sent with it").hasSize(1);
      worker(1).endAttempt();
    }
    untilRunning(1, 1);
    assertThat(worker(1).running.values()).extracting(Frame.Run::index).containsExactly(103);
    simulation.end();
  }

  @Test
  void noThreadIsIdleWhileAnAttemptWaits() {
    SimulatedList list = simulation.list(2, 0, 1, false);
    list.submit(6);
    untilRunning(0, 3);
    untilRunning(1, 3);
    assertThat(list.roster.waiting.isEmpty()).isTrue();
    simulation.end();
  }

  @Test
  void aShutdownHookThatHangsEndsTheWorkerThoughTheAttemptThatWasToldOfHasEnded() {
    SimulatedList list = simulation.list(1, 0, 1, false);
    list.submit(3);
    untilRunning(0, 3);
    List<Frame.Run> running = List.copyOf(worker(0).running.values());
    running.forEach(run -> worker(0).tell(new Frame.Exiting(run.seq())));
    for (Frame.Run ended : running.subList(0, 2)) {
      worker(0).running.values().remove(ended);
      worker(0).tell(SimulatedTrouble.done(ended.seq(), 0));
    }
    for (int alarms = 0; alarms < 100 && !worker(0).killed; alarms++) {
      simulation.home.ring();
    }
    assertThat(worker(0).killed).isTrue();
    worker(0).die();
    assertThat(list.all.get(2).outcome).isEqualTo(Outcome.CRASHED);
    simulation.end();
  }

  private SimulatedWorker worker(int place) {
    return simulation.home.workers.get(place);
  }

  /** A worker does what it has to do until it runs so many, before it ends one. */
  private void untilRunning(int place, int attempts) {
    while (worker(place).running.size() < attempts) {
      assertThat(worker(place).progress()).as("something to do").isTrue();
    }
  }
}
