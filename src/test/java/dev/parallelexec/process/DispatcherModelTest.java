package dev.parallelexec.process;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/**
 * Whatever happens to the engines of a build, in whatever order: see {@link Simulation} for what is
 * tried and what must hold. docs/dispatcher.md tells the states in words.
 */
class DispatcherModelTest {
  @Property
  void holdsWhateverWorkersDo(@ForAll("choices") List<Integer> choices) {
    new Simulation(choices, false).run();
  }

  @Property
  void holdsWhateverHostileWorkersSay(@ForAll("choices") List<Integer> choices) {
    new Simulation(choices, true).run();
  }

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers()
        .between(0, 1 << 16)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMaxSize(400)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
