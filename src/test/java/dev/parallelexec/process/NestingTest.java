package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NestingTest {
  @Test
  void theWorkersOfEachBuildShareWhatTheirBuildHas() {
    Nesting outer = Nesting.of(Map.of("PATH", "x"), 16);
    assertThat(outer).isEqualTo(new Nesting(0, 16));
    assertThat(outer.nested()).isFalse();
    Nesting inner = Nesting.of(outer.below(4), 16);
    assertThat(inner).isEqualTo(new Nesting(1, 4));
    Nesting innermost = Nesting.of(inner.below(2), 16);
    assertThat(innermost).isEqualTo(new Nesting(2, 2));
    assertThat(Nesting.of(innermost.below(64), 16)).isEqualTo(new Nesting(3, 1));
  }

  @Test
  void theWorkerThatOnlyYieldsItemsIsOneOfNone() {
    assertThat(Nesting.of(new Nesting(0, 4).below(0), 4)).isEqualTo(new Nesting(1, 4));
  }

  @Test
  void whatIsNoNumberIsNotHeardAndNobodyHasMoreThanTheMachine() {
    assertThat(Nesting.of(Map.of(Nesting.DEPTH, "x", Nesting.CPUS, "3"), 4))
        .isEqualTo(new Nesting(0, 4));
    assertThat(Nesting.of(Map.of(Nesting.DEPTH, "1", Nesting.CPUS, "-3"), 4))
        .isEqualTo(new Nesting(1, 4));
    assertThat(Nesting.of(Map.of(Nesting.DEPTH, "1", Nesting.CPUS, "99"), 4))
        .isEqualTo(new Nesting(1, 4));
    assertThat(Nesting.of(Map.of(Nesting.DEPTH, "99999999999", Nesting.CPUS, "0"), 4))
        .isEqualTo(new Nesting(0, 4));
  }
}
