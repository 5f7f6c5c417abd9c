package dev.parallelexec.history;

import static dev.parallelexec.history.Runs.ASKED;
import static dev.parallelexec.history.Runs.copy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.history.Runs.Job;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Past.Known;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is up to date, why something is not, and what is removed. */
class HistoryTest {
  private static final Asked FORCED = new Asked(true, true, false, false, true, Resume.NONE);
  private static final Asked PART = new Asked(true, false, false, false, false, Resume.NONE);
  private static final Asked REDUCED = new Asked(true, true, false, true, false, Resume.NONE);

  private static final FilePattern TEXTS = new FilePattern("src", "[^/]*\\.txt", "src/*.txt");

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

  /** Writes a file for each letter of its input into its own directory. */
  private static Job letters(String id) {
    return new Job(
        id,
        id,
        List.of(FilePattern.path("src/" + id + ".txt")),
        List.of(new FilePattern("out/" + id, ".*", "out/" + id + "/**")),
        basedir -> {
          String input = Files.readString(basedir.resolve("src/" + id + ".txt"));
          for (char c : input.toCharArray()) {
            Runs.write(basedir.resolve("out/" + id + "/" + c), "content of " + c);
          }
          return Integer.toString(input.length());
        });
  }

  private void passed(Job... jobs) throws EngineException {
    assertThat(runs.run(jobs).ran).hasSize(jobs.length);
    assertThat(runs.notices).isEmpty();
  }

  @Test
  void nothingChangedAndNothingRuns() throws Exception {
    passed(a, b);
    assertThat(runs.run(a, b).ran).isEmpty();
    assertThat(runs.upToDate).containsExactly("a", "b");
    assertThat(runs.values)
        .containsOnly(Map.entry("a", "\"out/a.txt\""), Map.entry("b", "\"out/b.txt\""));
  }

  @Test
  void whatIsUpToDateHasNoAttempt() throws Exception {
    passed(a);
    try (History history = runs.open(ASKED)) {
      Known known = history.known(a.task(0));
      assertThat(known).isNotNull();
      assertThat(known.told()).isTrue();
      assertThat(known.attempt().outcome()).isEqualTo(Outcome.UP_TO_DATE);
      assertThat(known.attempt().number()).isZero();
      assertThat(known.attempt().span()).isEqualTo(Span.NONE);
      assertThat(known.attempt().value()).isEqualTo("\"out/a.txt\"");
    }
  }

  @Test
  void whyATaskRuns() throws Exception {
    Job many = new Job("a", "x", List.of(TEXTS), a.out(), a.body());
    assertThat(runs.why(many)).isEqualTo("it never passed here");
    passed(many);
    assertThat(runs.why(many)).isNull();
    assertThat(runs.why(FORCED, many)).isEqualTo("force is true");
    assertThat(runs.why(many.arguing("y"))).isEqualTo("the arguments have changed");
    Job elsewhere = new Job("a", "x", List.of(TEXTS), List.of(), many.body());
    assertThat(runs.why(elsewhere)).isEqualTo("its declared outputs have changed");
    Job silent = new Job("a", "x", List.of(), List.of(), many.body());
    assertThat(runs.why(silent)).isEqualTo("it says neither inputs nor outputs");

    runs.write("src/a.txt", "2");
    assertThat(runs.why(many)).isEqualTo("input src/a.txt has changed");
    runs.write("src/a.txt", "1");
    assertThat(runs.why(many)).isNull();
    runs.write("src/c.txt", "2");
    assertThat(runs.why(many)).isEqualTo("input src/c.txt is new");
    Files.delete(basedir.resolve("src/c.txt"));
    Files.delete(basedir.resolve("src/b.txt"));
    assertThat(runs.why(many)).isEqualTo("input src/b.txt is gone");
    runs.write("src/b.txt", "1");

    runs.around.put("the class path", "b.jar");
    assertThat(runs.why(many)).isEqualTo("the class path has changed");
    runs.around.put("the class path", "a.jar");
    runs.around.put("the JVM arguments", "-ea");
    assertThat(runs.why(many)).isEqualTo("the JVM arguments have changed");
    runs.around.remove("the JVM arguments");

    runs.write("out/a.txt", "2");
    assertThat(runs.why(many)).isEqualTo("output out/a.txt was changed");
    Files.delete(basedir.resolve("out/a.txt"));
    assertThat(runs.why(many)).isEqualTo("output out/a.txt is missing");
    assertThat(runs.run(many).debugs).contains("The task a runs: output out/a.txt is missing");
  }

  @Test
  void anInputThatIsNamedAndMissingMayCome() throws Exception {
    Files.delete(basedir.resolve("src/a.txt"));
    Job check = new Job("a", "x", a.in(), List.of(), dir -> "1");
    passed(check);
    assertThat(runs.why(check)).isNull();
    runs.write("src/a.txt", "1");
    assertThat(runs.why(check)).isEqualTo("input src/a.txt is new");
    passed(check);
    Files.delete(basedir.resolve("src/a.txt"));
    assertThat(runs.why(check)).isEqualTo("input src/a.txt is gone");
  }

  @Test
  void whyChangesNothing() throws Exception {
    passed(letters("a"));
    byte[] journal = Files.readAllBytes(runs.journal);
    runs.write("src/a.txt", "2");
    assertThat(runs.why(letters("a"))).isNotNull();
    assertThat(runs.journal).hasBinaryContent(journal);
    assertThat(runs.has("out/a/1")).isTrue();
  }

  @Test
  void aCloneElsewhereHasTheSameFingerprint() throws Exception {
    Roots here = Roots.of(Path.of("/home/me/app"), Map.of("repository", Path.of("/home/me/.m2")));
    Roots there = Roots.of(Path.of("/tmp/app"), Map.of("repository", Path.of("/repo")));
    String text = "-I/home/me/app/inc:/home/me/app:/home/me/app2/x:/home/me/.m2/a.jar";
    String other = "-I/tmp/app/inc:/tmp/app:/home/me/app2/x:/repo/a.jar";
    assertThat(here.portable(text)).isEqualTo(there.portable(other)).contains("/home/me/app2/x");
    assertThat(here.portable("/home/me/app")).isNotEqualTo("basedir");
    assertThat(Surroundings.of(Map.of("the class path", text), here))
        .isEqualTo(Surroundings.of(Map.of("the class path", other), there));
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
  void aFailureEndsAnEarlierPassOfACheck() throws Exception {
    Job check = new Job("a", "x", a.in(), List.of(), dir -> "1");
    passed(check);
    Job fails =
        check.with(
            dir -> {
              throw new IOException("fails");
            });
    runs.run(FORCED, List.of(fails));
    assertThat(runs.why(check)).isNotNull();
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
    assertThat(new OneWriter(Roots.of(basedir, Map.of())).add(a.task(0))).isNull();
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

  @Test
  void aTaskIsKnownAgainUnderAnotherId() throws Exception {
    passed(a);
    assertThat(runs.run(a.named("z")).upToDate).containsExactly("z");
    assertThat(runs.has("out/a.txt")).isTrue();
    assertThat(runs.run(a.named("z")).upToDate).containsExactly("z");
    assertThat(runs.why(a.named("z"))).isNull();
  }

  @Test
  void aReducerNeedsTheObject() throws Exception {
    Job plain = new Job("a", "plain", a.in(), a.out(), a.body());
    passed(plain);
    assertThat(runs.why(REDUCED, plain))
        .isEqualTo("its result was not kept as the reducer needs it");
    Job job = plain.arguing("object 1");
    passed(job);
    try (History history = runs.open(REDUCED)) {
      Known known = history.known(job.task(0));
      assertThat(known).isNotNull();
      assertThat(known.object()).isEqualTo(Runs.bytes("object 1"));
    }
  }

  @Test
  void theCacheRestoresInAnotherClone() throws Exception {
    runs.cache = basedir.resolve("cache");
    Job job = letters("a").arguing("object");
    passed(job);
    Runs clone = new Runs(basedir.resolve("clone"));
    clone.cache = runs.cache;
    clone.write("src/a.txt", "1");
    assertThat(clone.run(job).upToDate).containsExactly("a");
    assertThat(clone.read("out/a/1")).isEqualTo("content of 1");
    assertThat(clone.values).containsEntry("a", "1");
    assertThat(clone.debugs)
        .contains("The task a is restored from the cache: it never passed here");
    assertThat(clone.why(job)).isNull();
    clone.run();
    assertThat(clone.has("out/a/1")).isFalse();
    assertThat(clone.run(FORCED, List.of(job)).ran).containsExactly("a");
  }

  @Test
  void surroundingsThatCannotBeReadMakeAllRun() throws Exception {
    passed(a);
    runs.unreadable = true;
    assertThat(runs.run(a).ran).containsExactly("a");
    assertThat(runs.notices).hasSize(1);
    runs.unreadable = false;
    assertThat(runs.run(a).ran).containsExactly("a");
    assertThat(runs.run(a).ran).isEmpty();
  }

  @Test
  void whatThePlainListLeftIsNotRead() throws Exception {
    Asked plain = new Asked(false, true, false, false, false, Resume.NONE);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      jobs.add(new Job("t" + i, "same", List.of(), List.of(), dir -> "1"));
    }
    passed(letters("a"));
    runs.run(plain, jobs);
    assertThat(runs.has("out/a/1")).as("an output of a task that is gone").isFalse();
    runs.run(plain, jobs);
    assertThat(Files.size(runs.journal)).isBetween(4_600L, 4_800L);
    assertThat(JournalReader.plain(runs.journal)).isTrue();
  }
}
