package dev.parallelexec.process;

/** The same, with workers that run three attempts at once. */
class ThreadedRetriesTest extends RetriesTest {
  @Override
  int threads() {
    return 3;
  }
}
