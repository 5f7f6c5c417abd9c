package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may have a worker, over the whole build. */
class PermitsTest {
  private final Simulation simulation = new Simulation(List.of(), false);

  @Test
  void aListThatMayHaveMoreWorkersWakesThoseThatWereRefusedSome() {
    simulation.list(2, 0, 1, true).submit(2);
    SimulatedList goal = simulation.list(2, 0, 1, false);
    goal.submit(2);
    assertThat(goal.roster.seats).as("one beyond the bound").hasSize(1);
    simulation.list(12, 0, 1, false);
    assertThat(goal.roster.seats).hasSize(2);
    simulation.end();
  }
}
