package dev.parallelexec.history;

import static dev.parallelexec.history.Runs.copy;
import static dev.parallelexec.history.Runs.letters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.Runs.Job;
import dev.parallelexec.task.FilePattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    build();
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

  /** The next build begins. */
  private void build() {
    runs.build = new ConcurrentHashMap<>();
    other.build = runs.build;
  }

  @Test
  void whatMovedToAnEarlierListGoesWithItsTask() throws Exception {
    Job whole =
        new Job("b", "x", b.in(), List.of(new FilePattern("out", "b.*", "out/b*")), b.body());
    for (Job moved : List.of(b, whole)) {
      build();
      runs.run(a, moved);
      build();
      other.run(moved);
      runs.run(a);
      assertThat(runs.has("out/b.txt")).isTrue();
      build();
      other.run();
      assertThat(runs.has("out/b.txt")).isFalse();
      runs.run(a);
      assertThat(runs.notices).isEmpty();
      assertThat(runs.has("out/a.txt")).isTrue();
    }
  }

  @Test
  void whatSomebodyHadChangedBeforeItMovedStays() throws Exception {
    runs.run(b);
    runs.write("out/b.txt", "mine");
    build();
    other.run(b);
    runs.run();
    build();
    other.run();
    assertThat(runs.has("out/b.txt")).isTrue();
  }

  @Test
  void whatAnotherListMadeAndOneEditsInItsPlaceStays() throws Exception {
    Job edits =
        new Job(
            "edits",
            "x",
            b.out(),
            b.out(),
            dir -> {
              Runs.write(dir.resolve("out/b.txt"), "edited");
              return "null";
            });
    runs.run(b);
    build();
    // One that could have written it, and did not.
    other.run(
        new Job("could", "x", List.of(), List.of(new FilePattern("out", ".*", "out/**")), a.body()),
        edits);
    build();
    runs.run();
    other.run();
    assertThat(runs.read("out/b.txt")).isEqualTo("edited");
  }

  @Test
  void whatTwoListsMakeGoesWithTheLastOne() throws Exception {
    runs.run(a, b);
    build();
    other.run(b);
    build();
    other.run();
    assertThat(runs.has("out/b.txt")).as("the other list has it still").isTrue();
    build();
    runs.run(a);
    assertThat(runs.has("out/b.txt")).isFalse();
  }

  @Test
  void orWithTheOneThatRanSecond() throws Exception {
    runs.run(a, b);
    other.run(b);
    build();
    runs.run(a);
    assertThat(runs.has("out/b.txt")).as("the other list has it still").isTrue();
    build();
    other.run();
    assertThat(runs.has("out/b.txt")).isFalse();
  }
}
