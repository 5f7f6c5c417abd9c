package dev.parallelexec.remote.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of an executor that is treated as if it had none, whatever ends first. */
@Timeout(120)
class SparkFilesTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SparkJars around = new SparkJars();

  /** Descendants of others that run beside this test are not its. */
  private final List<ProcessHandle> before = descendants().toList();

  @TempDir private Path dir;
  private Path project;
  private Path in;

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectories(dir.toRealPath().resolve("project"));
    in = Files.writeString(project.resolve("in.txt"), "one");
  }

  @AfterEach
  void leavesNothing() throws IOException {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(descendants().filter(p -> !before.contains(p))).isEmpty());
    assertThat(project.toFile().list()).containsExactly("in.txt");
  }

  @Test
  void keepsFilesAsLongAsWhoNeedsThem() throws Exception {
    Path last;
    Path elsewhere;
    try (Placement placement = open()) {
      Placement.Placed placed = placement.start(worker(1), "one\n");
      Placement.Freight freight = freight(placed);
      Path there = Path.of(freight.there(project.toString()));
      assertThat(there).isNotEqualTo(project).isDirectory();
      assertThat(placed.process().inputReader().readLine())
          .isEqualTo("heard one with file:" + there);
      assertThat(placed.process().errorReader().readLine()).isEqualTo("in " + there);
      movesFiles(freight, there);

      List<ProcessHandle> tree = tree(placed);
      ProcessHandle executor = tree.get(0).parent().orElseThrow();
      executor.destroyForcibly();
      await().atMost(SOON).until(() -> Files.notExists(there));
      assertThat(placed.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(placed.loss()).isNotEmpty();
      // A real worker ends by the end of its channel; its executor can do nothing any more.
      tree.forEach(ProcessHandle::destroyForcibly);

      Placement.Freight next = freight(placement.start(worker(2), "two\n"));
      elsewhere = Path.of(next.there(project.toString()));
      assertThat(elsewhere).isNotEqualTo(there).isDirectory();
      killDriver();
      // What it kept may be deleted by itself, or with the placement: who kills a driver here has
      // its descendants killed, too.
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> next.bring(List.of(in)))
                      .hasMessage(
                          "engine spark: node 127.0.0.1 cannot tell what it has: the program that"
                              + " keeps files on node 127.0.0.1 has ended"));

      Placement.Placed third = placement.start(worker(3), "three\n");
      last = Path.of(freight(third).there(project.toString()));
      assertThat(last).isDirectory();
      tree(third).forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(elsewhere).doesNotExist();
    assertThat(last).doesNotExist();
  }

  private void movesFiles(Placement.Freight freight, Path there) throws Exception {
    Path copy = there.resolve("in.txt");
    freight.bring(List.of(in));
    assertThat(copy).hasContent("one");
    Files.writeString(copy, "damaged");
    freight.bring(List.of(in));
    assertThat(copy).hasContent("one");
    // What cannot be brought is told, and nothing else is the worse for it.
    Path other = Files.writeString(project.resolve("other.txt"), "other");
    Files.createDirectories(there.resolve("other.txt/occupied"));
    assertThatThrownBy(() -> freight.bring(List.of(other)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("engine spark: node 127.0.0.1 cannot put files in their place: ")
        .hasMessageContaining("other.txt");
    Files.delete(other);

    Path out = project.resolve("out.txt");
    freight.fetch(out, "");
    assertThat(out).doesNotExist();
    Files.writeString(there.resolve("out.txt"), "two");
    freight.fetch(project, "out[.]txt");
    assertThat(out).hasContent("two");
    Files.delete(out);
  }

  private static Placement.Freight freight(Placement.Placed placed) {
    return Objects.requireNonNull(placed.freight());
  }

  private void killDriver() {
    ProcessHandle.current()
        .children()
        .filter(child -> !before.contains(child))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** The worker and the child that it has, or will have in a moment. */
  private static List<ProcessHandle> tree(Placement.Placed placed) {
    ProcessHandle worker = ProcessHandle.of(placed.process().pid()).orElseThrow();
    await().atMost(SOON).until(() -> worker.children().findAny().isPresent());
    return Stream.concat(Stream.of(worker), worker.descendants()).toList();
  }

  private Placement.Worker worker(int slot) {
    return new Placement.Worker(
        slot,
        Path.of(System.getProperty("java.home"), "bin", "java"),
        List.of("-XX:TieredStopAtLevel=1", "-Dstay=true"),
        List.of(SparkJars.placeOf(Say.class)),
        Say.class.getName(),
        Map.of("SAY", "file:" + project),
        project);
  }

  private Placement open() throws Exception {
    EngineKind.Settings settings =
        new EngineKind.Settings(
            "",
            "local-cluster[1,1,600]",
            "",
            Map.of("staging", "copy"),
            Duration.ofMinutes(2),
            project);
    return new SparkKind().open(settings, around);
  }

  private static Stream<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive);
  }
}
