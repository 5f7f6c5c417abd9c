package dev.parallelexec.process;

/** The same, with workers that run three attempts at once. */
class ThreadedEdgesTest extends EdgesTest {
  @Override
  int threads() {
    return 3;
  }
}
