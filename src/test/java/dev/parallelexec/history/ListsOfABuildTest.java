package dev.parallelexec.history;

import static dev.parallelexec.history.Runs.copy;
import static dev.parallelexec.history.Runs.letters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.Runs.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a file is where several lists of a build ran, or one of them twice. */
class ListsOfABuildTest {
  @TempDir Path basedir;
  private Runs runs;
  private Runs other;
  private final Job a = copy("a", "src/a.txt", "out/a.txt");
  private final Job b = copy("b", "src/b.txt", "out/b.txt");

  @BeforeEach
  void module() throws IOException {
    runs = new Runs(basedir);
    other = new Runs(basedir, "other");
    runs.build = new ConcurrentHashMap<>();
    other.build = runs.build;
    runs.write("src/a.txt", "1");
    runs.write("src/b.txt", "1");
  }

  /** A forked lifecycle comes by a second time. */
  @Test
  void whatTheSameListOfTheBuildWroteBeforeIsItsOwn() throws Exception {
    runs.write("src/a.txt", "xyz");
    runs.run(letters("a"), b);
    runs.write("src/a.txt", "yz");
    runs.run(letters("a"));
    assertThat(runs.has("out/a/x")).isFalse();
    assertThat(runs.has("out/a/y")).isTrue();
    assertThat(runs.has("out/b.txt")).isFalse();
  }

  @Test
  void whatAnotherListHasWrittenSinceStaysWhenTheSameOneRunsAgain() throws Exception {
    runs.run(a, b);
    other.run(b);
    assertThat(runs.run(a).ran).isEmpty();
    assertThat(runs.has("out/b.txt")).isTrue();
  }
}
