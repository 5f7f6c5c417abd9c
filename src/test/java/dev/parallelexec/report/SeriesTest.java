package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What pictures are drawn from stays small, and stays true. */
class SeriesTest {
  @Property(tries = 20)
  void aSeriesStaysSmallAndInTheOrderOfTime(@ForAll @IntRange(max = 50_000) int count) {
    Series series = new Series();
    for (int i = 0; i < count; i++) {
      series.add(i * 100L, i);
    }
    assertThat(series.size()).isBetween(Math.min(count, 900), Series.MOST);
    for (int i = 1; i < series.size(); i++) {
      assertThat(series.nanos(i)).isGreaterThan(series.nanos(i - 1));
      assertThat(series.value(i) * 100).isEqualTo(series.nanos(i));
    }
    if (count > 0) {
      // The end is not lost by more than a few steps.
      assertThat(series.peak()).isGreaterThanOrEqualTo(count - 1 - count / 400);
    }
  }

  @Test
  void whatDoesNotChangeIsNotKept() {
    Series series = new Series();
    series.add(1, 4);
    series.add(2, 4);
    series.add(3, 5);
    assertThat(series.size()).isEqualTo(2);
  }

  @Test
  void binsBeginWhereTheyShould() {
    DurationHistogram bins = new DurationHistogram();
    bins.add(0, true);
    bins.add(1_499, true);
    bins.add(1_500, false);
    bins.add(Long.MAX_VALUE, true);
    assertThat(bins.good(0)).isEqualTo(2);
    assertThat(bins.bad(1)).isEqualTo(1);
    assertThat(bins.last()).isEqualTo(bins.bins() - 1);
    assertThat(bins.fullest()).isEqualTo(2);
    assertThat(DurationHistogram.from(6)).isEqualTo(10_000);
    assertThat(DurationHistogram.from(bins.bins() - 1)).isEqualTo(700_000_000_000_000L);
  }

  @Test
  void anAxisHasFewMarksThatPeopleCanRead() {
    long second = 1_000_000_000L;
    for (long total = 1; total > 0 && total < 200 * 86_400 * second; total = total * 3 + 1) {
      assertThat(TimeAxis.marks(total)).hasSizeBetween(1, 9);
    }
    assertThat(TimeAxis.marks(70 * second).stream().map(TimeAxis::text))
        .isEqualTo(List.of("0", "10 s", "20 s", "30 s", "40 s", "50 s", "1:00", "1:10"));
    assertThat(TimeAxis.text(3_600 * second)).isEqualTo("1:00:00");
    assertThat(TimeAxis.text(1_500)).isEqualTo("1.5 µs");
    assertThat(TimeAxis.exact(701_540_000)).isEqualTo("701.5 ms");
    assertThat(TimeAxis.exact(9_964_000_000L)).isEqualTo("9.96 s");
    assertThat(TimeAxis.exact(75 * second)).isEqualTo("1m 15s");
    assertThat(Percent.of(1, 3)).isEqualTo("33.333%");
    assertThat(Percent.of(2, 1)).isEqualTo("100%");
    assertThat(Percent.rounded(2, 3)).isEqualTo("67 %");
  }
}
