package dev.parallelexec.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.Mount;
import dev.parallelexec.jvm.Sources;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on a node that has another home and, so it is told, shares nothing. */
class FreightTest {
  @TempDir Path dir;

  private Path project;
  private Path classes;
  private Path store;
  private Path node;

  @BeforeEach
  void build() throws IOException {
    project = Files.createDirectories(dir.resolve("the project"));
    classes = Launchers.teller(project.resolve("target/classes"));
    store = dir.resolve("node home/.cache/parallel-exec/depot");
    node =
        Launchers.program(
            dir.resolve("node"),
            "#!/bin/sh\ncd /\nunset XDG_CACHE_HOME\nexport HOME='"
                + Files.createDirectories(dir.resolve("node home"))
                + "' TMPDIR='"
                + Files.createDirectories(dir.resolve("node tmp"))
                + "'\nexec \"$@\"\n");
  }

  @AfterEach
  void leavesNothing() {
    await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    assertThat(dir.resolve("node tmp")).isEmptyDirectory();
  }

  private Placement open(String launcher) throws Exception {
    return Launchers.open(
        Launchers.settings(launcher, Map.of("staging", "copy"), project), dir.resolve("cache"));
  }

  private Placement.Placed start(Placement placement, Placement.Worker worker) throws Exception {
    return placement.start(worker, Launchers.SECRET);
  }

  private Placement.Freight freight(Placement.Placed placed) {
    return Objects.requireNonNull(placed.freight());
  }

  private List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aWorkerFindsItsClassPathAndItsDirectory() throws Exception {
    Files.writeString(classes.resolve("r.txt"), "first");
    Path named = jar("lib/named.jar", "named.txt", "by manifest");
    Path jar =
        Sources.jar(
            dir.resolve("lib/a jar.jar"),
            new LinkedHashMap<>(
                Map.of(
                    "META-INF/MANIFEST.MF",
                    bytes("Manifest-Version: 1.0\r\nClass-Path: named.jar\r\n\r\n"),
                    "r.txt",
                    bytes("second"))));
    Placement.Worker worker =
        new Placement.Worker(
            1,
            Launchers.JAVA,
            List.of("-Dpx.p=" + project + "/x:" + project + "2"),
            List.of(dir.resolve("absent"), classes, jar),
            "Teller",
            Map.of("PX_E", "file:" + project),
            project.resolve("module"));
    try (Placement placement = open(node.toString())) {
      Placement.Placed placed = start(placement, worker);
      Launchers.Talk talk = new Launchers.Talk(placed);
      String there = freight(placed).there(project.toString());
      assertThat(there).startsWith(store + "/runs/").endsWith("/project");
      assertThat(talk.told)
          .containsEntry("dir", there + "/module")
          .containsEntry("px.p", there + "/x:" + project + "2")
          .containsEntry("env.PX_E", "file:" + there);
      assertThat(talk.told.get("cp").split(":")).hasSize(3).allMatch(e -> e.startsWith("" + store));
      assertThat(talk.ask("resource /r.txt")).isEqualTo("/r.txt=first");
      assertThat(talk.ask("resource /named.txt")).isEqualTo("/named.txt=by manifest");
      // The second worker of the node finds it all there.
      Launchers.Talk second = new Launchers.Talk(start(placement, worker));
      assertThat(second.told).containsEntry("cp", talk.told.get("cp"));
      assertThat(second.end("exit 255")).isEqualTo(255);
      assertThat(talk.end("exit 0")).isZero();
      assertThat(names(store)).hasSize(4);
    }
    assertThat(store.resolve("runs")).isEmptyDirectory();
    assertThat(names(dir.resolve("cache"))).isEmpty();
    assertThat(names(store)).hasSize(4);
    assertThat(named).exists();
  }

  private Path jar(String name, String entry, String text) throws IOException {
    return Sources.jar(dir.resolve(name), Map.of(entry, bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void bringsAndFetchesFiles() throws Exception {
    Path in = write(project.resolve("in/größe 1.txt"), "one");
    Path tool = write(dir.resolve("outside/tool"), "#!/bin/sh\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(project.resolve("in/empty"));
    try (Placement placement = open(node.toString())) {
      Placement.Placed placed = start(placement, Launchers.worker(classes, project));
      Launchers.Talk talk = new Launchers.Talk(placed);
      Placement.Freight freight = freight(placed);
      assertThat(freight.there(tool.toString())).isEqualTo(tool.toString());
      freight.bring(List.of(project.resolve("in"), tool, project.resolve("absent")));
      Path inThere = Path.of(freight.there(in.toString()));
      Path toolThere = Path.of(freight.there(tool.toString()));
      assertThat(inThere).hasContent("one").matches(file -> !Files.isExecutable(file));
      assertThat(inThere.resolveSibling("empty")).isEmptyDirectory();
      assertThat(toolThere.toString()).startsWith(store + "/runs/").endsWith("/outside" + tool);
      assertThat(toolThere).isExecutable();

      // What a task did to its input is not what the next one gets; what is gone here goes there.
      Files.writeString(inThere, "changed there");
      Path other = write(project.resolve("in/other"), "other");
      freight.bring(List.of(project.resolve("in")));
      assertThat(inThere).hasContent("one");
      assertThat(inThere.resolveSibling("other")).exists();
      Files.delete(other);
      freight.bring(List.of(project.resolve("in")));
      assertThat(inThere.resolveSibling("other")).doesNotExist();

      assertThat(talk.ask("write out/a/x.txt X")).isEqualTo("written");
      assertThat(talk.ask("write out/b.log log")).isEqualTo("written");
      Path log = Path.of(freight.there(project + "/out/b.log"));
      assertThat(log.toFile().setExecutable(true)).isTrue();
      freight.fetch(project.resolve("out"), ".*\\.txt");
      assertThat(project.resolve("out/a/x.txt")).hasContent("X");
      assertThat(names(project.resolve("out"))).containsExactly("a");
      freight.fetch(project.resolve("out/b.log"), "");
      assertThat(project.resolve("out/b.log")).hasContent("log").isExecutable();
      assertThat(talk.ask("write out/a/x.txt XX")).isEqualTo("written");
      freight.fetch(project.resolve("out"), "");
      assertThat(project.resolve("out/a/x.txt")).hasContent("XX");
      freight.fetch(project.resolve("nothing"), ".*");
      freight.fetch(project.resolve("nothing"), "");
      assertThat(project.resolve("nothing")).doesNotExist();
      assertThat(talk.end("exit 0")).isZero();
    }
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void asksWhetherFilesAreShared() throws Exception {
    var settings = Launchers.settings(node.toString(), Map.of(), project);
    try (Placement placement = Launchers.open(settings, dir.resolve("cache"))) {
      Placement.Placed placed = start(placement, Launchers.worker(classes, project));
      assertThat(placed.freight()).isNull();
      assertThat(new Launchers.Talk(placed).end("exit 0")).isZero();
      assertThat(names(project)).containsExactly("target");
      assertThat(names(dir.resolve("cache"))).isEmpty();
    }
    assertThat(store).doesNotExist();
  }

  @Test
  void aTornTransferLeavesNoDamagedFile() throws Exception {
    Path large = write(project.resolve("large"), "0123456789".repeat(100_000));
    // The jar of the program and what a worker needs fits, the file does not.
    Path torn =
        Launchers.program(
            dir.resolve("torn"),
            "#!/bin/bash\nexec '" + node + "' \"$@\" < <(dd bs=1 count=200000 2> /dev/null)\n");
    try (Placement placement = open(torn.toString())) {
      Placement.Placed placed = start(placement, Launchers.worker(classes, project));
      List<String> before = names(store);
      assertThatThrownBy(() -> freight(placed).bring(List.of(large)))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "(?s)launcher: node \\S+ cannot take .*/large: the program that keeps files on node"
                  + " \\S+ has ended: .*; it wrote nothing");
      await().untilAsserted(() -> assertThat(names(store)).isEqualTo(before));
    }
  }

  @Test
  void startsTheProgramOnceMore() throws Exception {
    Path in = write(project.resolve("in.txt"), "one");
    try (Placement placement = open(node.toString())) {
      Placement.Placed placed = start(placement, Launchers.worker(classes, project));
      Placement.Freight freight = freight(placed);
      Path there = Path.of(freight.there(in.toString()));
      depots().forEach(ProcessHandle::destroyForcibly);
      freight.bring(List.of(in));
      assertThat(there).hasContent("one");
      depots().forEach(ProcessHandle::destroyForcibly);
      assertThatThrownBy(() -> freight.bring(List.of(in)))
          .hasMessageMatching(
              "(?s)launcher: node \\S+ cannot tell what it has: the program that keeps files on node"
                  + " \\S+ has ended: exit code 137; .*");
    }
    // The one that was killed cannot have tidied up.
    assertThat(names(dir.resolve("node tmp"))).isEmpty();
  }

  private static List<ProcessHandle> depots() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().commandLine().orElse("").contains("depot.Depot"))
        .toList();
  }

  @Test
  void saysWhatTheNodeSaid() throws Exception {
    Path large = write(project.resolve("large"), "0123456789".repeat(200_000));
    Path disk = Files.createDirectories(dir.resolve("disk"));
    try (Mount mount = Mount.of(disk, "1m");
        Placement placement = open(node + " env XDG_CACHE_HOME=" + mount)) {
      Placement.Placed placed = start(placement, Launchers.worker(classes, project));
      assertThatThrownBy(() -> freight(placed).bring(List.of(large)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "launcher: node %s cannot take %s: No space left on device"
                  .formatted(placed.node(), large));
      Path there = disk.resolve("parallel-exec/depot");
      assertThat(names(there)).hasSize(2);
      // The link is as good as before.
      Path small = write(project.resolve("small"), "small");
      freight(placed).bring(List.of(small));
      assertThat(Path.of(freight(placed).there(small.toString()))).hasContent("small");
    }
  }

  @Test
  void saysWhereTheWorkerAndItsFilesAreOnDifferentNodes() throws Exception {
    Path bin = dir.resolve("bin");
    Launchers.program(
        bin.resolve("uname"),
        "#!/bin/sh\necho x >> '" + dir.resolve("n") + "'\nwc -l < '" + dir.resolve("n") + "'\n");
    try (Placement placement = open(node + " env PATH=" + bin + ":" + System.getenv("PATH"))) {
      assertThatThrownBy(() -> start(placement, Launchers.worker(classes, project)))
          .hasMessage(
              "launcher: its files are on node 1, and the worker was put on node 2; name the node"
                  + " in the launcher, as host{slot}, or share files between the nodes");
    }
  }
}
