package dev.parallelexec.process;

/** The same, with workers that run three attempts at once. */
class ThreadedEngineFailureTest extends LocalEngineFailureTest {
  @Override
  int threads() {
    return 3;
  }
}
