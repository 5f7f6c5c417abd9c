package dev.parallelexec.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ssh to a machine that has another network, another home and not this project. */
class SshTest {
  @TempDir Path dir;

  @Test
  void putsAWorkerOnAnotherMachineWithItsFiles() throws Exception {
    Path project = Files.createDirectories(dir.resolve("project"));
    Path classes = Launchers.teller(project.resolve("target/classes"));
    Path input = Files.writeString(project.resolve("in.txt"), "input");
    try (SshNode ssh = new SshNode(Files.createDirectories(dir.resolve("node")), List.of(project));
        Placement placement = open(ssh, project)) {
      Placement.Worker worker =
          Launchers.worker(classes, project, List.of("-Dpx.p=it's"), Map.of("PX_E", "\"$x\"\n"));
      Placement.Placed placed = placement.start(worker, Launchers.SECRET);
      assertThat(placed.node()).startsWith("there-px");
      Launchers.Talk talk = new Launchers.Talk(placed);
      assertThat(talk.told)
          .containsEntry("line", Launchers.SECRET.strip())
          .containsEntry("px.p", "it's")
          .containsEntry("env.PX_E", "\"$x\"\n")
          .containsEntry("pid", Long.toString(placed.process().pid()));
      Placement.Freight freight = Objects.requireNonNull(placed.freight());
      assertThat(talk.told.get("dir"))
          .startsWith(ssh.home().toString())
          .isEqualTo(freight.there(project.toString()));
      freight.bring(List.of(input));
      assertThat(talk.ask("read in.txt")).isEqualTo("in.txt=input");
      assertThat(talk.ask("write out/x.txt there")).isEqualTo("written");
      assertThat(project.resolve("out")).doesNotExist();
      freight.fetch(project.resolve("out"), ".*");
      assertThat(project.resolve("out/x.txt")).hasContent("there");
      assertThat(talk.end("exit 255")).isEqualTo(255);
      assertThat(placed.loss()).isEmpty();

      Placement.Placed cut = placement.start(worker, Launchers.SECRET);
      Launchers.Talk last = new Launchers.Talk(cut);
      ssh.cut();
      assertThat(last.end()).isEqualTo(255);
      assertThat(cut.loss())
          .isEqualTo("its launcher ended with exit code 255 and had not told how the worker ended");
      assertThatThrownBy(() -> placement.start(worker, Launchers.SECRET))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("launcher: ")
          .hasMessageContaining(" ended with exit code 255 before it ran anything");
    }
  }

  private static Placement open(SshNode ssh, Path project) throws Exception {
    return Launchers.open(
        Launchers.settings(ssh.launcher(), ssh.properties(), project),
        project.resolveSibling("cache"));
  }

  @Test
  void saysWhatSshSays() throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/ssh"))) {
      throw Launchers.skipped("there is no ssh");
    }
    var settings =
        Launchers.settings("ssh -F none host{slot}.invalid", Map.of("staging", "shared"), dir);
    try (Placement placement = Launchers.open(settings, dir)) {
      assertThatThrownBy(() -> placement.start(Launchers.worker(dir, dir), Launchers.SECRET))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "launcher: 'ssh -F none host3.invalid sh' ended with exit code 255 before it ran anything; the last it wrote:\n  ssh: Could not resolve hostname host3.invalid: ");
    }
  }
}
