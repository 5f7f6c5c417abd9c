package dev.parallelexec.report;

import java.util.Arrays;

/**
 * How many tasks took how long, in bins that grow: 1, 1.5, 2, 3, 5, 7, 10 microseconds and so on,
 * up to days.
 */
final class DurationHistogram {
  private static final int[] STEPS = {10, 15, 20, 30, 50, 70};
  private static final int DECADES = 12;

  private static final long[] FROM = edges();

  private final int[] good = new int[STEPS.length * DECADES];
  private final int[] bad = new int[STEPS.length * DECADES];
  private int first = good.length;
  private int last = -1;

  void add(long nanos, boolean passed) {
    int bin = bin(nanos);
    (passed ? good : bad)[bin]++;
    first = Math.min(first, bin);
    last = Math.max(last, bin);
  }

  private int bin(long nanos) {
    int found = Arrays.binarySearch(FROM, nanos);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** Where a bin begins, in nanoseconds; the first one begins at 0 in truth. */
  static long from(int bin) {
    return FROM[bin];
  }

  private static long[] edges() {
    long[] edges = new long[STEPS.length * DECADES];
    long unit = 100;
    for (int i = 0; i < edges.length; i++) {
      edges[i] = unit * STEPS[i % STEPS.length];
      unit *= i % STEPS.length == STEPS.length - 1 ? 10 : 1;
    }
    return edges;
  }

  boolean isEmpty() {
    return last < 0;
  }

  /** The first bin with a task. */
  int first() {
    return first;
  }

  /** The last bin with a task. */
  int last() {
    return last;
  }

  int bins() {
    return good.length;
  }

  int good(int bin) {
    return good[bin];
  }

  int bad(int bin) {
    return bad[bin];
  }

  /** How many tasks the fullest bin has. */
  int fullest() {
    int fullest = 0;
    for (int i = 0; i < good.length; i++) {
      fullest = Math.max(fullest, good[i] + bad[i]);
    }
    return fullest;
  }
}
