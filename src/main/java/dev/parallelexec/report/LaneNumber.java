package dev.parallelexec.report;

/** One number for what runs one attempt at a time: a slot, or a thread of its worker. */
final class LaneNumber {
  /** A worker has fewer threads, a build fewer slots. */
  private static final int BITS = 15;

  private LaneNumber() {}

  /**
   * The slot itself, where its worker runs one attempt at a time; else a larger one. Sorts by slot.
   *
   * @param thread as in {@code Span}
   */
  static int of(int slot, int thread) {
    return thread == 0 ? slot : slot << BITS | thread;
  }

  /** Whether it is one of several in its slot. */
  static boolean isThread(int number) {
    return number >> BITS > 0;
  }

  static int slot(int number) {
    return isThread(number) ? number >> BITS : number;
  }

  /** {@code 2}, or {@code 2.1}. */
  static String name(int number) {
    int thread = number & ((1 << BITS) - 1);
    return isThread(number) ? slot(number) + "." + thread : Integer.toString(number);
  }
}
