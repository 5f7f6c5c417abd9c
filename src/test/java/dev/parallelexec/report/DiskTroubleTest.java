package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.Mount;
import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing can be written the console still tells all, and the error says what to do. */
class DiskTroubleTest {
  @TempDir Path base;

  private final Task one = Story.task(0, "one");
  private final Task two = Story.task(1, "two");

  private Story told() throws IOException {
    Story story = new Story(base, 2);
    story.starts(one, 1).prints(one, Stream.OUT, "text\n".repeat(100_000)).passes(one, 1, "7", 1);
    story.starts(two, 1).prints(two, Stream.OUT, "words\n").passes(two, 1, "8", 1);
    return story;
  }

  private static void assertTold(Story story, String why) {
    assertThatThrownBy(() -> story.end(1))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The results cannot be written to the directory " + story.directory() + ": " + why);
    assertThat(story.console.text())
        .contains("(1/2) one → 7")
        .contains("(2/2) two → 8")
        .contains("2 tasks: 2 passed")
        .doesNotContain("Report ")
        .doesNotContain("see target")
        .doesNotContain("Exception")
        .containsOnlyOnce("The log ")
        .containsOnlyOnce("The results cannot be written");
  }

  @Test
  void aFullDisk() throws Exception {
    Path target = Files.createDirectory(base.resolve("target"));
    try (Mount mount = Mount.of(target, "100k")) {
      assertThat(mount).hasToString(target.toString());
      assertTold(told(), "No space left on device; make room, or set reportsDirectory");
    }
  }

  @Test
  void aReadOnlyTarget() throws Exception {
    Path target = Files.createDirectory(base.resolve("target"));
    try (Mount mount = Mount.of(target, "1m")) {
      mount.readOnly();
      assertTold(told(), "its file system is read-only; make it writable, or set reportsDirectory");
    }
  }

  @Test
  void aFileWhereADirectoryShouldBe() throws IOException {
    Files.writeString(base.resolve("target"), "");
    assertTold(
        told(),
        "there is a file in the place of a directory; move it away, or set reportsDirectory");
  }

  @Test
  void aDirectoryWhereAFileShouldBe() throws IOException {
    Path file = new Story(base, 2).directory().resolve("results.json");
    Files.createDirectories(file.resolve("full"));
    Story story = told();
    assertThatThrownBy(() -> story.end(1))
        .hasMessageEndingWith(file + " is a directory; move it away, or set reportsDirectory");
    assertThat(file.resolve("full")).exists();
  }

  /** What is missing in a log is not said to be there. */
  @Test
  void aFolderOfLogsThatCannotBeWrittenCostsTheLogsAlone() throws IOException {
    Path directory = new Story(base, 2).directory();
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("tasks"), "");
    Story story = told();
    assertThat(story.end(1))
        .contains("tasks is in the way; move it away")
        .contains("2 tasks: 2 passed")
        .contains("Report ");
    assertThat(story.directory().resolve("results.json"))
        .content()
        .contains("\"result\":8")
        .doesNotContain("\"log\"");
  }
}
