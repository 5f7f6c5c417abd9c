package dev.parallelexec.report;

import java.util.Arrays;

/**
 * A value that changes with time, as steps. Bounded: when there are too many steps every second one
 * goes, and from then on only so many are taken as fit.
 */
final class Series {
  static final int MOST = 2_048;

  private long[] at = new long[16];
  private long[] values = new long[16];
  private int size;
  private long gap;

  /** The value is this from now on; {@code nanos} never go back. */
  void add(long nanos, long value) {
    if (size > 0 && (values[size - 1] == value || nanos - at[size - 1] < gap)) {
      return;
    }
    if (size == MOST) {
      thin();
    }
    if (size == at.length) {
      at = Arrays.copyOf(at, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    at[size] = nanos;
    values[size] = value;
    size++;
  }

  private void thin() {
    for (int i = 0; i < MOST / 2; i++) {
      at[i] = at[i * 2];
      values[i] = values[i * 2];
    }
    size = MOST / 2;
    gap = Math.max(gap * 2, (at[size - 1] - at[0]) / size);
  }

  /** How many steps there are. */
  int size() {
    return size;
  }

  long nanos(int step) {
    return at[step];
  }

  long value(int step) {
    return values[step];
  }

  /** The largest value; 0 where there is none. */
  long peak() {
    return Arrays.stream(values, 0, size).max().orElse(0);
  }
}
