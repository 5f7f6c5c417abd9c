package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.Hosts;
import dev.parallelexec.remote.spark.SparkCluster;
import dev.parallelexec.remote.spark.SparkJars;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A Spark cluster of two hosts, and what befalls it. */
class ClusterTest extends ClusterFixture {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final String DRIVER = "driver.args";

  private final SparkJars around = new SparkJars();

  @Override
  Placement placement() throws Exception {
    Hosts both = hosts();
    SparkCluster cluster = new SparkCluster(both, 2, temp.resolve("spark"));
    return Placements.spark(cluster.master(), Map.of("address", both.here()), around);
  }

  @Override
  int places() {
    return 4;
  }

  @Override
  List<String> programs() {
    return List.of(WORKER, EXECUTOR);
  }

  @Test
  void aListRunsOnBothHosts() throws Exception {
    runsOnBothHosts();
  }

  @Test
  void anExecutorIsKilled() throws Exception {
    survives(
        host ->
            hosts.processes(host, EXECUTOR).stream()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .forEach(ProcessHandle::destroyForcibly));
  }

  @Test
  void aHostIsKilled() throws Exception {
    survives(hosts::kill);
  }

  @Test
  @DisplayName("A cable is taken out: its host ends what it has by itself")
  void aCableIsTakenOut() throws Exception {
    Watch watch = survives(hosts::cut);
    awaitGone(watch.host());
    saw("the host that was cut off had nothing left " + watch.sinceDisaster() + " later");
  }

  @Test
  void theDriverIsKilled() throws Exception {
    survives(
        host ->
            ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(DRIVER))
                .forEach(ProcessHandle::destroyForcibly));
    assertThat(around.told)
        .filteredOn(Pattern.compile("starting the driver").asPredicate())
        .hasSize(2);
  }
}
