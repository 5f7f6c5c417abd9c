package dev.parallelexec.process;

/** The same, with workers that run three attempts at once. */
class ThreadedEngineLeakTest extends LocalEngineLeakTest {
  @Override
  int threads() {
    return 3;
  }
}
