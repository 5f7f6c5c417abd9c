package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.SlurmHosts;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slurm on two hosts with a place each, and what befalls it. */
class ClusterSlurmTest extends ClusterFixture {
  private SlurmHosts slurm;

  @Override
  Placement placement() throws Exception {
    slurm = new SlurmHosts(hosts(), 2, temp.resolve("slurm"));
    return Placements.launcher(slurm.launcher(), Map.of("address", hosts.here()));
  }

  @Override
  int places() {
    return 2;
  }

  @Override
  List<String> programs() {
    return List.of(WORKER, SlurmHosts.STEP);
  }

  @Test
  void aListRunsOnBothHosts() throws Exception {
    runsOnBothHosts();
  }

  /** The system may have been short of memory: the place is good, and the task is to blame. */
  @Test
  void aWorkerIsKilled() throws Exception {
    Watch watch =
        crashes(
            host ->
                hosts.processes(host, WORKER).stream()
                    .filter(process -> process.info().command().orElse("").endsWith("java"))
                    .forEach(ProcessHandle::destroyForcibly),
            Limits.NONE);
    Failure failure = watch.results().get(0).last().failure();
    assertThat(failure.exitCode()).isEqualTo(137);
    assertThat(failure.message()).contains(" died: exit 137 (SIGKILL): ");
  }

  /** Of which srun says 137, too. */
  @Test
  void aStepIsCancelled() throws Exception {
    survives(host -> slurm.cancel(host));
  }

  @Test
  void aStepIsCancelledUnderATaskThatMayNotRunTwice() throws Exception {
    Limits once = new Limits(Duration.ZERO, 0, Set.of(), Duration.ZERO, false);
    Watch watch = crashes(host -> slurm.cancel(host), once);
    assertThat(watch.results().get(0).last().failure().message())
        .contains(" on " + hosts.name(watch.host()) + " pid ")
        .contains(" died: its launcher ended with exit code 137 and had not told how ");
  }

  /** So begins the end of an allocation that is preempted, or over time. */
  @Test
  void aStepIsAskedToEnd() throws Exception {
    survives(host -> slurm.cancel(host, "--signal=TERM"));
  }

  /** It has neither srun nor the worker told. */
  @Test
  void slurmsOwnProcessesAreKilled() throws Exception {
    survives(host -> hosts.processes(host, "slurm").forEach(ProcessHandle::destroyForcibly));
  }

  @Test
  void aHostIsKilled() throws Exception {
    survives(hosts::kill);
  }
}
