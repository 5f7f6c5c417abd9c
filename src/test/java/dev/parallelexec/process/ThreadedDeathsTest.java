package dev.parallelexec.process;

/** The same, with workers that run three attempts at once. */
class ThreadedDeathsTest extends DeathsTest {
  @Override
  int threads() {
    return 3;
  }
}
