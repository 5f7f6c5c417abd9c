package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was sent ahead when the time of the whole list is up: as {@link DispatcherTest}. */
class DispatcherLimitTest {
  private final Simulation simulation = new Simulation(List.of(), false);

  @Test
  void whenTimeIsUpOnlyThatIsEndedWhichRunsWhenTheRestHasComeBack() {
    SimulatedList list = simulation.list(1, 0, 5, false);
    list.submit(5);
    SimulatedWorker worker = simulation.home.workers.get(0);
    worker.untilStarted(1);
    list.cancel(Outcome.TIMED_OUT);
    worker.endAttempt();
    worker.obey();
    worker.endAttempt();
    worker.obey();
    worker.read();
    worker.endAttempt();
    simulation.end();
    assertThat(list.all.stream().map(tried -> tried.outcome))
        .containsExactly(
            Outcome.TIMED_OUT,
            Outcome.PASSED,
            Outcome.TIMED_OUT,
            Outcome.CANCELLED,
            Outcome.CANCELLED);
  }

  @Test
  void aWorkerThatDoesNotGiveBackTheRestWhenTimeIsUpIsEndedAllTheSame() {
    SimulatedList list = simulation.list(1, 0, 3, false);
    list.submit(3);
    SimulatedWorker worker = simulation.home.workers.get(0);
    worker.untilStarted(1);
    worker.endAttempt();
    list.cancel(Outcome.TIMED_OUT);
    worker.obey();
    for (int i = 0; i < 5 && !worker.killed; i++) {
      simulation.home.ring();
    }
    assertThat(worker.killed).isTrue();
    worker.die();
    assertThat(list.all.stream().map(tried -> tried.outcome))
        .containsExactly(Outcome.PASSED, Outcome.TIMED_OUT, Outcome.CANCELLED);
    simulation.end();
  }

  @Test
  void aThreadDumpIsToldOfWhenItIsThere() {
    SimulatedList list = simulation.list(1, 0, 1, false);
    list.submit(1);
    SimulatedWorker worker = simulation.home.workers.get(0);
    worker.untilStarted(1);
    list.cancel(Outcome.TIMED_OUT);
    assertThat(list.announced).isEmpty();
    while (!worker.wire.isEmpty()) {
      worker.read();
    }
    assertThat(list.announced).containsExactly(true);
    simulation.home.ring();
    simulation.home.ring();
    assertThat(list.announced).hasSize(1);
    simulation.end();
  }

  @Test
  void aThreadDumpThatDoesNotComeIsNotToldOf() {
    SimulatedList list = simulation.list(1, 0, 1, false);
    list.submit(1);
    simulation.home.workers.get(0).untilStarted(1);
    list.cancel(Outcome.TIMED_OUT);
    for (int i = 0; i < 5 && list.announced.isEmpty(); i++) {
      simulation.home.ring();
    }
    assertThat(list.announced).containsExactly(false);
    simulation.end();
  }

  @Test
  void whenTimeIsUpWorkersHearOfItBeforeItIsToldOfWhatWaits() {
    SimulatedList list = simulation.list(1, 0, 2, false);
    list.submit(9);
    simulation.home.workers.get(0).untilStarted(1);
    List<Boolean> over = new ArrayList<>();
    simulation.aside = () -> list.all.forEach(tried -> over.add(tried.over()));
    list.cancel(Outcome.TIMED_OUT);
    assertThat(over).hasSize(9).containsOnly(false);
    simulation.end();
  }

  @Test
  void whatIsWrittenWhileTimeIsUpDoesNotStart() {
    SimulatedList list = simulation.list(1, 0, 8, false);
    list.submit(1);
    SimulatedWorker worker = simulation.home.workers.get(0);
    worker.untilStarted(1);
    simulation.aside = () -> list.cancel(Outcome.TIMED_OUT);
    list.submit(3);
    while (!worker.wire.isEmpty()) {
      worker.read();
    }
    simulation.end();
    assertThat(simulation.starts()).isEqualTo(1);
    assertThat(list.all.stream().map(tried -> tried.outcome))
        .containsExactly(
            Outcome.TIMED_OUT, Outcome.CANCELLED, Outcome.CANCELLED, Outcome.CANCELLED);
  }
}
