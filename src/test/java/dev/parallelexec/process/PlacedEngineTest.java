package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;

/** The same, with workers that a placement has put elsewhere. */
class PlacedEngineTest extends LocalEngineTest {
  @Override
  Placement placement() {
    return new NextDoor();
  }
}
