package dev.parallelexec.process;

/** The same, with workers that run three attempts at once. */
class ThreadedTimeLimitsTest extends TimeLimitsTest {
  @Override
  int threads() {
    return 3;
  }
}
