package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.task.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Executors that do not share this machine's files are sent what tasks read. */
class SparkFreightTest extends FreightFixture {
  @Override
  Placement placement() throws Exception {
    return Placements.copyingSpark(Files.createDirectories(project()));
  }

  @Test
  void whatATaskReadsIsThereAndWhatItWroteComesBack() throws Exception {
    run(20);
    List<ProcessHandle> keepers = keepers();
    assertThat(keepers).hasSizeBetween(1, 2);
    List<Path> directories = keepers.stream().map(SparkFreightTest::directory).toList();
    assertThat(directories.stream().filter(there -> !files(there).isEmpty())).isNotEmpty();

    // Without it nothing comes there: the worker counts as lost, and the next one is better off.
    keepers.forEach(ProcessHandle::destroyForcibly);
    await().until(() -> keepers.stream().noneMatch(ProcessHandle::isAlive));
    await().until(() -> directories.stream().noneMatch(Files::exists));
    run(10);
    assertThat(heard.notices())
        .anyMatch(
            text ->
                text.endsWith(
                    "died between two tasks: engine spark: node 127.0.0.1 cannot tell what it has:"
                        + " the program that keeps files on node 127.0.0.1 has ended"));
    List<Path> next = keepers().stream().map(SparkFreightTest::directory).toList();
    assertThat(next).isNotEmpty().doesNotContainAnyElementsOf(directories);
    workers.close();
    assertThat(next).noneMatch(Files::exists);
    assertThat(project().toFile().list()).containsExactlyInAnyOrder("in", "out");
  }

  private void run(int tasks) throws Exception {
    ListResult result = pool().map(tasks(tasks));
    assertThat(result.count(Outcome.PASSED)).isEqualTo(tasks);
    for (int i = 0; i < tasks; i++) {
      assertThat(project().resolve("out/" + i + ".txt")).hasContent("TEXT " + i);
      Files.delete(project().resolve("out/" + i + ".txt"));
    }
  }

  private static List<ProcessHandle> keepers() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().commandLine().orElse("").contains("depot.Outpost"))
        .toList();
  }

  private static Path directory(ProcessHandle keeper) {
    String[] words = keeper.info().commandLine().orElseThrow().split(" ");
    return Path.of(words[words.length - 3]);
  }

  private static List<Path> files(Path directory) {
    try (var all = Files.walk(directory)) {
      return all.filter(file -> file.endsWith("out/0.txt")).toList();
    } catch (java.io.IOException e) {
      return List.of();
    }
  }
}
