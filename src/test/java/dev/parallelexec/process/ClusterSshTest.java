package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.SshHosts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two hosts that ssh leads to, one for each slot, and what befalls them. */
class ClusterSshTest extends ClusterFixture {
  @Override
  Placement placement() throws Exception {
    SshHosts ssh = new SshHosts(hosts(), 2, temp.resolve("ssh"));
    return Placements.launcher(
        ssh.launcher("-o ConnectTimeout=2"), Map.of("address", hosts.here()));
  }

  @Override
  int places() {
    return 2;
  }

  @Override
  List<String> programs() {
    return List.of(WORKER);
  }

  @Test
  void aListRunsOnBothHosts() throws Exception {
    runsOnBothHosts();
  }

  @Test
  void aHostIsKilled() throws Exception {
    survives(hosts::kill);
  }

  /** Neither ssh nor the system says anything: the silence does. */
  @Test
  void aCableIsTakenOut() throws Exception {
    Watch watch = survives(hosts::cut);
    awaitGone(watch.host());
    saw("the host that was cut off had nothing left " + watch.sinceDisaster() + " later");
  }
}
