package dev.parallelexec.history;

import static dev.parallelexec.history.Runs.ASKED;
import static dev.parallelexec.history.Runs.copy;
import static dev.parallelexec.history.Runs.letters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.history.Runs.Job;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.FilePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a task are its own, and which of them go when. */
class OutputsTest {
  private static final Asked PART = new Asked(true, false, false, false, false, Resume.NONE);

  @TempDir Path basedir;
  private Runs runs;
  private final Job a = copy("a", "src/a.txt", "out/a.txt");
  private final Job b = copy("b", "src/b.txt", "out/b.txt");

  @BeforeEach
  void module() throws IOException {
    runs = new Runs(basedir);
    runs.write("src/a.txt", "1");
    runs.write("src/b.txt", "1");
  }

  private void passed(Job... jobs) throws EngineException {
    assertThat(runs.run(jobs).ran).hasSize(jobs.length);
    assertThat(runs.notices).isEmpty();
  }

  @Test
  void whatATaskNoLongerWritesDoesNotStay() throws Exception {
    runs.write("src/a.txt", "xyz");
    passed(letters("a"));
    runs.write("src/a.txt", "yz");
    assertThat(runs.run(letters("a")).ran).containsExactly("a");
    assertThat(runs.has("out/a/x")).isFalse();
    assertThat(runs.has("out/a/y")).isTrue();
  }

  @Test
  void outputsOfTasksThatAreGoneAreRemoved() throws Exception {
    runs.write("src/a.txt", "xyz");
    passed(letters("a"), b);
    runs.write("out/a/y", "changed by hand");
    assertThat(runs.run(b).ran).isEmpty();
    assertThat(runs.has("out/a/x")).isFalse();
    assertThat(runs.has("out/a/y")).isTrue();
    assertThat(runs.has("out/b.txt")).isTrue();
    assertThat(runs.notices)
        .containsExactly(
            "out/a/y stays, though no task writes it any more: somebody changed it since a wrote"
                + " it");
    runs.notices.clear();
    runs.run();
    assertThat(runs.has("out/b.txt")).isFalse();
    assertThat(runs.notices).isEmpty();
  }

  @Test
  void directoriesThatBecomeEmptyGo() throws Exception {
    passed(letters("a"));
    runs.run();
    assertThat(runs.has("out")).isFalse();
    assertThat(runs.has("src/a.txt")).isTrue();
  }

  @Test
  void onlyAWholeListThatEndedRemoves() throws Exception {
    passed(a, b);
    runs.run(PART, List.of(b));
    assertThat(runs.has("out/a.txt")).isTrue();
    runs.killed(ASKED, List.of(b), 1);
    assertThat(runs.has("out/a.txt")).isTrue();
    try (History history = runs.open(ASKED)) {
      assertThat(history.known(b.task(0))).isNotNull();
    }
    assertThat(runs.has("out/a.txt")).isTrue();
    assertThat(runs.run(a, b).ran).isEmpty();
  }

  @Test
  void whatWasThereBeforeIsNeverDeleted() throws Exception {
    runs.write("src/a.txt", "xyz");
    runs.write("out/a/by-hand", "mine");
    passed(letters("a"));
    assertThat(runs.why(letters("a"))).isNull();
    runs.write("src/a.txt", "yz");
    runs.run(letters("a"));
    runs.run();
    assertThat(runs.read("out/a/by-hand")).isEqualTo("mine");
    assertThat(runs.has("out/a/y")).isFalse();
  }

  @Test
  void aFileThatIsReadAndWrittenIsNotDeleted() throws Exception {
    List<FilePattern> same = List.of(FilePattern.path("src/a.txt"));
    Job formats =
        new Job(
            "a",
            "x",
            same,
            same,
            dir -> {
              Runs.write(
                  dir.resolve("src/a.txt"), Files.readString(dir.resolve("src/a.txt")).strip());
              return "null";
            });
    runs.write("src/a.txt", "1  ");
    passed(formats);
    runs.write("src/a.txt", "edited  ");
    runs.run(formats);
    assertThat(runs.read("src/a.txt")).isEqualTo("edited");
  }

  /** Of the user: no task had made it, though one changes it. */
  @Test
  void aFileThatATaskChangedInItsPlaceIsNeverDeleted() throws Exception {
    List<FilePattern> same = List.of(FilePattern.path("src/a.txt"));
    Job formats = new Job("a", "x", same, same, dir -> append(dir.resolve("src/a.txt")));
    passed(formats, b);
    assertThat(runs.run(b).ran).isEmpty();
    assertThat(runs.read("src/a.txt")).isEqualTo("1+");
    Job blind = new Job("blind", "x", List.of(), same, formats.body());
    assertThat(runs.run(blind, b).ran).containsExactly("blind");
    Asked force = new Asked(true, true, false, false, true, Resume.NONE);
    assertThat(runs.run(force, List.of(blind)).ran).containsExactly("blind");
    runs.run();
    assertThat(runs.read("src/a.txt")).isEqualTo("1+++");
    assertThat(runs.has("out/b.txt")).isFalse();
  }

  @Test
  void norWhereTheTaskFailsOrAnotherOneChangesItToo() throws Exception {
    List<FilePattern> all = List.of(new FilePattern("src", ".*", "src/**"));
    Job one = new Job("one", "x", List.of(), all, dir -> append(dir.resolve("src/a.txt")));
    Job two =
        one.named("two")
            .with(
                dir -> {
                  append(dir.resolve("src/a.txt"));
                  throw new IOException("fails");
                });
    runs.run(one, two);
    runs.run(two);
    runs.run();
    assertThat(runs.read("src/a.txt")).isEqualTo("1+++");
    assertThat(runs.read("src/b.txt")).isEqualTo("1");
  }

  private static String append(Path file) throws IOException {
    Runs.write(file, Files.readString(file) + "+");
    return "null";
  }

  @Test
  void theDirectoryOfAnOutputIsThereWhenItsTaskRuns() throws Exception {
    List<FilePattern> places =
        List.of(FilePattern.path("out/deep/a.txt"), new FilePattern("out/all", ".*", "out/all/**"));
    Job plain =
        new Job(
            "plain",
            "x",
            List.of(),
            places,
            dir -> {
              Files.writeString(dir.resolve("out/deep/a.txt"), "1");
              return String.valueOf(Files.isDirectory(dir.resolve("out/all")));
            });
    assertThat(runs.run(plain).values).containsEntry("plain", "true");
    Runs.write(basedir.resolve("in the way"), "");
    Job blocked =
        new Job("b", "x", List.of(), List.of(FilePattern.path("in the way/b.txt")), dir -> "1");
    assertThat(runs.run(blocked).ran).containsExactly("b");
  }

  /** An item has moved from one execution to another that runs before. */
  @Test
  void whatAnotherListOfTheBuildWritesStays() throws Exception {
    Runs other = new Runs(basedir, "other");
    Job whole =
        new Job("b", "x", b.in(), List.of(new FilePattern("out", "b.*", "out/b*")), b.body());
    for (Job moved : List.of(b, whole)) {
      runs.build = null;
      runs.run(a, moved);
      for (int build = 0; build < 2; build++) {
        runs.build = new ConcurrentHashMap<>();
        other.build = runs.build;
        other.run(moved);
        runs.run(a);
        assertThat(runs.has("out/b.txt")).isTrue();
      }
    }
  }

  @Test
  void anOutputThatWasNotWrittenIsMentionedAndRunsAgain() throws Exception {
    Job lazy = new Job("a", "x", a.in(), a.out(), dir -> "1");
    passed(a);
    runs.write("src/a.txt", "2");
    assertThat(runs.run(lazy).notices)
        .containsExactly(
            "The task a passed, but there is nothing of its output out/a.txt: it will run again"
                + " next time");
    assertThat(runs.why(lazy)).isEqualTo("its last run did not pass, or was not recorded");
  }

  @Test
  void whatAFailedTaskHalfWroteGoes() throws Exception {
    runs.write("src/a.txt", "xyz");
    Job fails =
        letters("a")
            .with(
                dir -> {
                  letters("a").body().run(dir);
                  throw new IOException("fails");
                });
    runs.run(fails);
    assertThat(runs.has("out/a/x")).isTrue();
    assertThat(runs.why(letters("a"))).isEqualTo("its last run did not pass, or was not recorded");
    runs.write("src/a.txt", "y");
    assertThat(runs.run(letters("a")).ran).containsExactly("a");
    assertThat(runs.has("out/a/x")).isFalse();
    assertThat(runs.has("out/a/y")).isTrue();
  }

  @Test
  void twoTasksThatDeclareOneOutputAreAnError() throws Exception {
    Job second =
        new Job("second", "x", List.of(), List.of(FilePattern.path("./out/a.txt")), b.body());
    assertThatThrownBy(() -> runs.run(a, second))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The tasks a and second declare the same output out/a.txt: give each an output of its"
                + " own, as with {id} in its path");
    assertThat(
            new OneWriter(
                    Roots.of(basedir, Map.of()), new Claimed(new ConcurrentHashMap<>()), "gen")
                .add(a.task(0)))
        .isNull();
  }

  @Test
  void twoTasksThatWroteOneFileRunAgain() throws Exception {
    List<FilePattern> shared = List.of(new FilePattern("out", ".*", "out/**"));
    Job one = new Job("one", "x", List.of(), shared, a.body());
    Job two = new Job("two", "y", List.of(), shared, a.body());
    try (History history = runs.open(ASKED)) {
      // Both under way at once.
      assertThat(history.known(one.task(0))).isNull();
      assertThat(history.known(two.task(1))).isNull();
      one.body().run(basedir);
      history.ended(Runs.passed(one.task(0)), new byte[0]);
      history.ended(Runs.passed(two.task(1)), new byte[0]);
    }
    assertThat(runs.notices)
        .containsExactly(
            "The tasks one and two both wrote out/a.txt: they will run again next time, until each"
                + " has outputs of its own");
    assertThat(runs.why(one)).isNotNull();
    assertThat(runs.why(two)).isNotNull();
    assertThat(runs.has("out/a.txt")).isTrue();
  }
}
