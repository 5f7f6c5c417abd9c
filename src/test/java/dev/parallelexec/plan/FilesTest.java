package dev.parallelexec.plan;

import static dev.parallelexec.plan.Lists.CUBE;
import static dev.parallelexec.plan.Lists.arguments;
import static dev.parallelexec.plan.Lists.request;
import static dev.parallelexec.plan.Lists.tasks;
import static dev.parallelexec.plan.Lists.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.task.Task;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that come from the disk. */
class FilesTest {
  @TempDir private Path directory;

  private Sources files(Path root, boolean follow, String... includes) {
    FileSet files = new FileSet(root, List.of(includes), List.of("**/no.txt"), follow);
    return new Sources(null, files, null, null, null, null, null);
  }

  private Sources lines(Path file) {
    return new Sources(null, null, file, null, null, null, null);
  }

  private Path file(String name) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private List<String> ids(Sources sources) throws Exception {
    return tasks(request(CUBE, sources)).stream().map(Task::id).toList();
  }

  @Test
  void sortedByRelativePathAndAbsolute() throws Exception {
    file("b.txt");
    file("B.txt");
    file("a/z.txt");
    file("a.txt");
    file("a/no.txt");
    file(".git/config.txt");
    file("a/x.dat");
    Sources sources = files(directory, true, "**/*.txt");
    assertThat(ids(sources)).containsExactly("B.txt", "a.txt", "a/z.txt", "b.txt");
    assertThat(arguments(request(CUBE, sources)).get(2))
        .containsExactly(directory.resolve("a").resolve("z.txt").toString());
    assertThat(ids(files(directory, true))).contains("a/x.dat").doesNotContain(".git/config.txt");
    assertThat(ids(files(directory, true, "a/"))).containsExactly("a/x.dat", "a/z.txt");
  }

  @Test
  void linksAreFollowedOrNotAndCirclesEnd() throws Exception {
    file("real/x.txt");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
    assertThat(ids(files(directory, true, "**/*.txt"))).containsExactly("link/x.txt", "real/x.txt");
    assertThat(ids(files(directory, false, "**/*.txt"))).containsExactly("real/x.txt");
    Files.createSymbolicLink(directory.resolve("real/circle"), directory);
    Files.createSymbolicLink(directory.resolve("real/dangling.txt"), directory.resolve("gone"));
    assertThat(ids(files(directory, true, "**/*.txt"))).containsExactly("link/x.txt", "real/x.txt");
  }

  @Test
  void aMissingDirectoryHoldsNothingAndIsNamed() throws Exception {
    Path missing = directory.resolve("missing");
    Plan plan = Plan.of(request(CUBE, files(missing, true)), new Problems());
    assertThat(plan.size()).isZero();
    assertThat(plan.origin()).isEqualTo("files in " + missing + ", which does not exist");
    assertThat(wrong(request(CUBE, files(file("plain"), true)))).hasSize(1);
  }

  @Test
  void linesEndInLfOrCrlfAndBlankOnesAreDropped() throws Exception {
    Path file = directory.resolve("lines");
    Files.writeString(file, "\uFEFFone\r\n\n \t\n# two \r\nthree\rstill\n\u00e4\uD83D\uDE00");
    assertThat(arguments(request(CUBE, lines(file))))
        .extracting(list -> list.get(0))
        .containsExactly("one", "# two ", "three\rstill", "\u00e4\uD83D\uDE00");
  }

  @Test
  void aLineThatIsNotUtf8IsNamedBeforeAnythingRuns() throws Exception {
    Path file = directory.resolve("lines");
    Files.write(file, "one\n\nb\u00e4r\nfour".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(wrong(request(CUBE, lines(file))))
        .containsExactly(
            "linesFile: line 3 of " + file + " is not UTF-8; save the file in that encoding");
  }

  @Test
  void aMissingLinesFileIsWrong() {
    Path missing = directory.resolve("missing");
    assertThat(wrong(request(CUBE, lines(missing))))
        .containsExactly(
            "linesFile: '"
                + missing
                + "' is not allowed; allowed: a file that can be read; it does not exist");
    assertThat(wrong(request(CUBE, lines(directory))).get(0)).endsWith("it is a directory");
  }

  @Test
  void aLineThatLacksAColumnIsNamedBeforeAnythingRuns() throws Exception {
    Path file = Files.writeString(directory.resolve("lines"), "a:b\n\nc\n");
    Sources sources = new Sources(null, null, file, null, null, null, ":");
    assertThat(wrong(request(CUBE.with(List.of("{2}")), sources)))
        .containsExactly(
            "linesFile: line 3: 'c' has 1 column with itemSeparator ':', and {2} is asked for");
  }

  @Test
  void aFileThatVanishesBreaksTheSource() throws Exception {
    Path file = Files.writeString(directory.resolve("lines"), "a\n");
    Plan plan = Plan.of(request(CUBE, lines(file)), new Problems());
    Files.delete(file);
    try (Tasks tasks = plan.open()) {
      assertThatThrownBy(tasks::next)
          .isInstanceOf(PlanException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void aMillionLinesCostNoMoreHeapThanTheirHashes() throws Exception {
    Path file = directory.resolve("million");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 1_000_000; i++) {
        writer.append("line-").append(Integer.toString(i)).append('\n');
      }
    }
    Plan plan = Plan.of(request(CUBE, lines(file)), new Problems());
    assertThat(plan.size()).isEqualTo(1_000_000);
    try (Tasks tasks = plan.open()) {
      long before = used();
      int pulled = 0;
      Task last = null;
      for (Task task = tasks.next(); task != null; task = tasks.next()) {
        assertThat(task.index()).isEqualTo(pulled++);
        last = task;
      }
      assertThat(used() - before).isLessThan(32L << 20);
      assertThat(last.id()).isEqualTo("line-999999");
      assertThat(tasks.size()).isEqualTo(pulled);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
