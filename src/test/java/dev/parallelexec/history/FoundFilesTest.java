package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.task.FilePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a pattern means. */
class FoundFilesTest {
  private static final FilePattern TEXTS = new FilePattern("src", ".*\\.txt", "src/**.txt");

  @TempDir Path basedir;
  private Runs files;
  private FoundFiles found;

  @BeforeEach
  void open() {
    files = new Runs(basedir);
    found = found(true);
  }

  private FoundFiles found(boolean remembered) {
    Contents contents = Contents.open(basedir.resolve("contents"));
    return new FoundFiles(Roots.of(basedir, Map.of()), contents, remembered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a*.txt", "a[b].txt", "{a}.txt", "a b.txt", "ä.txt", "\\Qa.txt", "a'\".txt"})
  void aPathIsNoGlob(String name) throws IOException {
    files.write("src/" + name, "1");
    files.write("src/ab.txt", "2");
    FilePattern path = FilePattern.path("src/" + name);
    assertThat(found.inputs(List.of(path))).containsOnlyKeys("src/" + name);
    assertThat(found.now(path)).containsExactly("src/" + name);
    assertThat(found.now(TEXTS)).containsExactlyInAnyOrder("src/" + name, "src/ab.txt");
  }

  @Test
  void namesAreSortedAndRelative() throws IOException {
    files.write("src/b.txt", "1");
    files.write("src/a/c.txt", "1");
    files.write("src/a.txt", "1");
    files.write("src/a.md", "1");
    assertThat(found.now(TEXTS)).containsExactly("src/a.txt", "src/a/c.txt", "src/b.txt");
    assertThat(found.now(new FilePattern(basedir + "/src", "[^/]*\\.md", "")))
        .containsExactly("src/a.md");
    assertThat(found.now(new FilePattern("", "src/[^/]*\\.txt", "")))
        .containsExactly("src/a.txt", "src/b.txt");
    assertThat(found.now(FilePattern.path("./src/../src/a.txt"))).containsExactly("src/a.txt");
  }

  @Test
  void aDirectoryMeansAllThatIsInIt() throws IOException {
    files.write("src/a/b.txt", "1");
    files.write("src/c", "2");
    assertThat(found.now(FilePattern.path("src"))).containsExactly("src/a/b.txt", "src/c");
    SortedMap<String, String> inputs = found.inputs(List.of(FilePattern.path("src")));
    assertThat(inputs).containsOnlyKeys("src/a/b.txt", "src/c");
  }

  @Test
  void whatIsNotThereIsMissing() throws IOException {
    FilePattern path = FilePattern.path("src/a.txt");
    assertThat(found.inputs(List.of(path, TEXTS)))
        .containsOnly(Map.entry("src/a.txt", FoundFiles.MISSING));
    assertThat(found.now(path)).isEmpty();
    files.write("src/a.txt", "1");
    assertThat(found.inputs(List.of(path)).get("src/a.txt")).hasSize(32);
  }

  @Test
  void linksAreFollowedAndCirclesEnd() throws IOException {
    files.write("src/a/b.txt", "1");
    Files.createSymbolicLink(basedir.resolve("src/a/circle"), basedir.resolve("src"));
    Files.createSymbolicLink(basedir.resolve("src/dangling.txt"), basedir.resolve("nowhere"));
    Files.createSymbolicLink(basedir.resolve("src/link.txt"), basedir.resolve("src/a/b.txt"));
    assertThat(found.now(TEXTS)).containsExactly("src/a/b.txt", "src/dangling.txt", "src/link.txt");
    assertThat(found.inputs(List.of(TEXTS))).containsEntry("src/dangling.txt", "");
  }

  @Test
  void directoriesThatCannotMatchAreNotEntered() throws IOException {
    files.write("src/a/b.txt", "1");
    // A path that is too long for the system is what nobody can walk, not even the superuser.
    String deep = ("x".repeat(200) + "/").repeat(11);
    files.write("part/" + deep + "file", "1");
    files.write("no/" + deep + "file", "1");
    Path part = basedir.resolve("part");
    Path below = basedir.resolve("no/" + deep + "part");
    Files.move(part, below);
    try {
      assertThat(found.now(new FilePattern("", "src/.*", ""))).containsExactly("src/a/b.txt");
      assertThat(found.now(new FilePattern("", "[^/]*", ""))).isEmpty();
      assertThatThrownBy(() -> found.now(new FilePattern("", ".*", "")))
          .isInstanceOf(IOException.class);
    } finally {
      Files.move(below, part);
    }
  }

  @Test
  void tasksThatShareAPatternSeeTheSame() throws IOException {
    files.write("src/a.txt", "1");
    assertThat(found.inputs(List.of(TEXTS))).hasSize(1);
    FoundFiles inOrder = found(false);
    assertThat(inOrder.inputs(List.of(TEXTS))).hasSize(1);
    files.write("src/b.txt", "1");
    assertThat(found.inputs(List.of(TEXTS))).hasSize(1);
    assertThat(found.now(TEXTS)).hasSize(2);
    assertThat(inOrder.inputs(List.of(TEXTS))).hasSize(2);
  }
}
