package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.process.ListOptions.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListOptionsTest {
  private static final Bounds BOUNDS = new Bounds(2, 100, 7, 5, 10_000);

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "100, 100", "101, 100", "0, 1", "-1, 100"})
  void aWorkerHasNoMoreThreadsThanThereAreTasks(int tasks, int threads) {
    assertThat(BOUNDS.of(tasks)).isEqualTo(new Bounds(2, threads, 7, 5, 10_000));
  }

  @Test
  void productsOfBoundsDoNotOverflow() {
    assertThat(new Bounds(Integer.MAX_VALUE, 1000, 0, 0, 1).tasks()).isEqualTo(Integer.MAX_VALUE);
  }
}
