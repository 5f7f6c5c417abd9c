package dev.parallelexec.process;

/** The same, with workers that run three attempts at once. */
class ThreadedEngineTest extends LocalEngineTest {
  @Override
  int threads() {
    return 3;
  }
}
