package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;

/** The same, with workers that a placement has put elsewhere. */
class PlacedRetriesTest extends RetriesTest {
  @Override
  Placement placement() {
    return new NextDoor();
  }
}
