package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.process.SimulatedList.Tried;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the model found, one by one, and what it cannot say in a sentence. */
class DispatcherTest {
  private final Simulation simulation = new Simulation(List.of(), false);

  @Test
  void aSuccessorWaitsForWhatItsPredecessorRuns() {
    SimulatedList list = simulation.list(1, 1, 1, false);
    list.submit(2);
    worker(0).untilStarted(1);
    while (worker(1).progress()) {
      assertThat(worker(1).running).as("what runs beside %s", worker(0).running).isEmpty();
    }
    worker(0).endAttempt();
    worker(1).untilStarted(2);
    assertThat(worker(1).slot()).isEqualTo(worker(0).slot());
    simulation.end();
  }

  @Test
  void aSlotIsFreeOnlyWhenWorkerAndSuccessorAreGone() {
    SimulatedList list = simulation.list(1, 1, 1, false);
    list.submit(2);
    worker(0).untilStarted(1);
    worker(1).becomeReady();
    worker(1).die();
    assertThat(simulation.home.workers).as("none starts while one runs").hasSize(2);
    assertThat(simulation.permits()).isEqualTo(1);
    worker(0).endAttempt();
    simulation.end();
  }

  @Test
  void whatWasOnItsWayWhenTheListWasCancelledIsEndedWhenItStarts() {
    SimulatedList list = simulation.list(1, 0, 1, false);
    list.submit(1);
    SimulatedWorker worker = worker(0);
    worker.becomeReady();
    worker.read();
    worker.obey();
    worker.read();
    list.cancel(Outcome.CANCELLED);
    worker.obey();
    assertThat(worker.killed).isTrue();
    worker.die();
    assertThat(list.all.get(0).outcome).isEqualTo(Outcome.CANCELLED);
    simulation.end();
  }

  @Test
  void aCancelDoesNotWaitForTheGraceOfATimeLimit() {
    SimulatedList list = simulation.list(1, 0, 1, false);
    list.submit(1);
    worker(0).untilStarted(1);
    list.cancel(Outcome.TIMED_OUT);
    assertThat(worker(0).killed).isFalse();
    list.cancel(Outcome.CANCELLED);
    assertThat(worker(0).killed).isTrue();
    worker(0).die();
    assertThat(list.all.get(0).outcome).isEqualTo(Outcome.TIMED_OUT);
    simulation.end();
  }

  @Test
  void usersCodeThatNeverEndsItsCloseCostsItsWorkerAndNotTheList() {
    SimulatedList list = simulation.list(1, 1, 1, false);
    list.submit(1);
    worker(0).deaf = true;
    worker(0).untilStarted(1);
    worker(0).endAttempt();
    list.submit(1);
    simulation.settle();
    assertThat(list.isDone()).as("the second task has ended").isTrue();
    simulation.end();
  }

  @Test
  void workersThatDieWhileTheyOpenTheListDoSoThreeTimes() {
    SimulatedList list = simulation.list(1, 0, 1, false);
    list.submit(1);
    for (int i = 0; i < 3; i++) {
      worker(i).becomeReady();
      worker(i).die();
    }
    assertThat(list.roster.broken).hasMessageContaining("die before they start a task");
    assertThat(simulation.home.workers).hasSize(3);
    assertThat(list.all.get(0).outcome).isEqualTo(Outcome.CANCELLED);
    simulation.end();
  }

  @Test
  void whatWasSentAheadComesBackToTheHeadInOrder() {
    SimulatedList list = simulation.list(1, 0, 3, false);
    list.submit(5);
    worker(0).untilStarted(1);
    worker(0).die();
    assertThat(order(list.roster.waiting.any)).containsExactly(101, 102, 103, 104);
    assertThat(list.all.get(0).outcome).isEqualTo(Outcome.CRASHED);
    simulation.end();
  }

  @Test
  void aGoalWithoutWorkersGetsOneOfAnothersIdleOnesAtOnce() {
    SimulatedList first = simulation.list(2, 0, 1, false);
    first.submit(2);
    worker(0).untilStarted(1);
    worker(1).untilStarted(2);
    worker(1).endAttempt();
    SimulatedList second = simulation.list(2, 0, 1, false);
    second.submit(1);
    while (worker(1).progress()) {
      assertThat(worker(0).running).as("the first list's long task").isNotEmpty();
    }
    assertThat(second.isDone()).isTrue();
    simulation.end();
  }

  @Test
  void aGoalThatGotAWarmWorkerNoLongerHoldsTheOthersBack() {
    SimulatedList first = simulation.list(1, 0, 1, false);
    first.submit(1);
    worker(0).untilStarted(1);
    SimulatedList second = simulation.list(1, 0, 1, false);
    second.submit(1);
    assertThat(simulation.home.permits().others(first.roster)).isTrue();
    worker(0).endAttempt();
    first.beginClose();
    while (!second.isDone()) {
      assertThat(worker(0).progress()).isTrue();
    }
    assertThat(simulation.home.permits().others(first.roster)).isFalse();
    simulation.end();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aListThatRestsGivesItsLastWorkerToAnyThatHasNone(boolean fired) {
    SimulatedList first = simulation.list(1, 0, 1, false);
    first.submit(1);
    worker(0).untilStarted(1);
    SimulatedList second = simulation.list(1, 0, 1, fired);
    second.submit(1);
    worker(0).endAttempt();
    while (worker(0).progress()) {
      assertThat(second.isDone()).as("a list that may go on keeps its last worker").isFalse();
    }
    first.engine.rest();
    while (!second.isDone()) {
      assertThat(worker(0).progress() || (workers() > 1 && worker(1).progress())).isTrue();
    }
    second.beginClose();
    first.submit(1);
    simulation.settle();
    assertThat(first.all).as("it has a worker again").allMatch(Tried::over);
    simulation.end();
  }

  @Test
  void nobodyWaitsBehindALongTaskWhileAnotherWorkerIsIdle() {
    SimulatedList list = simulation.list(2, 0, 2, false);
    list.submit(4);
    worker(0).untilStarted(1);
    while (worker(1).progress()) {
      assertThat(worker(0).running).as("the long task").isNotEmpty();
    }
    simulation.home.ring();
    worker(0).read();
    while (worker(1).progress()) {
      assertThat(worker(0).running).as("the long task").isNotEmpty();
    }
    assertThat(list.all.stream().map(tried -> tried.outcome))
        .containsExactly(null, Outcome.PASSED, Outcome.PASSED, Outcome.PASSED);
    simulation.end();
  }

  @Test
  void whatTwoThreadsDealToOneWorkerReachesItInTheirOrder() {
    SimulatedList list = simulation.list(1, 0, 8, false);
    list.submit(1);
    worker(0).untilStarted(1);
    simulation.aside = () -> list.submit(1);
    list.submit(1);
    assertThat(simulation.aside).as("the second was quicker").isNull();
    simulation.end();
    assertThat(list.all).allMatch(tried -> tried.outcome == Outcome.PASSED);
  }

  @Test
  void aWorkerThatCannotBeSentWhatItWasDealtGoes() {
    SimulatedList list = simulation.list(1, 0, 8, false);
    list.submit(1);
    worker(0).untilStarted(1);
    simulation.aside =
        () -> {
          throw new IllegalStateException("no memory for the frame");
        };
    assertThatThrownBy(() -> list.submit(1)).hasMessage("no memory for the frame");
    assertThat(worker(0).killed).isTrue();
    simulation.end();
    assertThat(list.all.stream().map(tried -> tried.outcome))
        .containsExactly(Outcome.CRASHED, Outcome.PASSED);
  }

  @Test
  void theOneMoreThatAGoalHadIsNotForFiredLists() {
    SimulatedList fired = simulation.list(1, 0, 1, true);
    fired.submit(1);
    worker(0).untilStarted(1);
    SimulatedList goal = simulation.list(1, 0, 1, false);
    goal.submit(1);
    worker(1).untilStarted(2);
    worker(1).endAttempt();
    goal.beginClose();
    while (worker(1).progress()) {
      assertThat(simulation.permits()).isEqualTo(2);
    }
    SimulatedList another = simulation.list(1, 0, 1, true);
    another.submit(1);
    SimulatedList next = simulation.list(1, 0, 1, false);
    next.submit(1);
    simulation.home.workers.get(1).progress();
    assertThat(simulation.permits()).as("two, the bound and one more").isEqualTo(2);
    simulation.end();
  }

  @Test
  void whatNoWorkerShouldSayEndsItAndHarmsNoTask() {
    List<Frame> lies =
        List.of(
            new Frame.Started(1, 0),
            new Frame.Started(2, 0),
            new Frame.Started(99, 0),
            new Frame.Done(2, Outcome.PASSED, "1", null, new byte[0], 1, false, List.of(), ""),
            new Frame.Returned(List.of(1L)),
            new Frame.Returned(List.of(2L, 2L)),
            new Frame.Returned(List.of(99L)),
            new Frame.Opened(1, List.of(), false),
            new Frame.Closed(1, null),
            new Frame.Recall());
    for (Frame lie : lies) {
      Simulation one = new Simulation(List.of(), true);
      SimulatedList list = one.list(1, 0, 2, false);
      list.submit(3);
      SimulatedWorker liar = one.home.workers.get(0);
      liar.untilStarted(1);
      liar.hostile = true;
      liar.tell(lie);
      assertThat(liar.killed).as("killed for %s", lie).isTrue();
      one.end();
      assertThat(list.all.stream().map(tried -> tried.outcome))
          .as("after %s", lie)
          .containsExactly(Outcome.CRASHED, Outcome.PASSED, Outcome.PASSED);
    }
  }

  @Test
  void allEffectsHappenEvenWhenOneThrows() {
    List<String> happened = new ArrayList<>();
    Effects effects = new Effects();
    effects.add(() -> happened.add("first"));
    effects.add(
        () -> {
          throw new IllegalStateException("second");
        });
    effects.add(() -> happened.add("third"));
    assertThatThrownBy(effects::run).hasMessage("second");
    assertThat(happened).containsExactly("first", "third");
  }

  private int workers() {
    return simulation.home.workers.size();
  }

  private SimulatedWorker worker(int number) {
    return simulation.home.workers.get(number);
  }

  private static List<Integer> order(Iterable<Job> jobs) {
    List<Integer> order = new ArrayList<>();
    jobs.forEach(job -> order.add(job.task.index()));
    return order;
  }
}
