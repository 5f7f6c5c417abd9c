package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The same, with workers in the slots of a Spark cluster, which stays for all tests. */
class SparkEngineTest extends LocalEngineTest {
  private static Placement cluster;

  @BeforeAll
  static void openCluster() throws Exception {
    cluster = Placements.spark();
  }

  @AfterAll
  static void closeCluster() {
    cluster.close();
  }

  @Override
  Placement placement() {
    return Placements.staying(cluster);
  }

  @Override
  @AfterEach
  void nothingIsLeft() {
    workers.close();
    Placements.awaitNoWorkers();
  }
}
