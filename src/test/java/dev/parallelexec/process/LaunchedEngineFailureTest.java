package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;

/** The same, with workers that a launcher has put elsewhere. */
class LaunchedEngineFailureTest extends LocalEngineFailureTest {
  @Override
  Placement placement() throws Exception {
    return Placements.launcher();
  }
}
