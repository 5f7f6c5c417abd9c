package dev.parallelexec.history;

import static dev.parallelexec.history.Runs.ASKED;
import static dev.parallelexec.history.Runs.copy;
import static dev.parallelexec.history.Runs.letters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.Runs.Job;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Past.Known;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is up to date, and why something is not. */
class HistoryTest {
  private static final Asked UNFINISHED =
      new Asked(true, true, false, false, false, Resume.UNFINISHED);
  private static final Asked FORCED = new Asked(true, true, false, false, true, Resume.NONE);
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

  private void passed(Job... jobs) throws EngineException {
    assertThat(runs.run(jobs).ran).hasSize(jobs.length);
    assertThat(runs.notices).isEmpty();
  }

  @Test
  void inputsOfWhichNothingIsThereAreMentionedOnce() throws Exception {
    List<FilePattern> misspelt = List.of(FilePattern.path("scr/a.txt"));
    List<FilePattern> empty = List.of(new FilePattern("src", ".*[.]text", "src/*.text"));
    Job one = new Job("one", "x", misspelt, List.of(), a.body());
    Job two = new Job("two", "x", empty, List.of(), a.body());
    runs.run(a, one);
    runs.run(b, two);
    runs.run(one.named("third"), two.named("fourth").arguing("y"));
    runs.run(one.named("third"), two.named("fourth").arguing("y"));
    String so = ": if another file is meant, its changes will not make the task run";
    assertThat(runs.notices)
        .containsExactly(
            "Nothing is there of the input scr/a.txt of the task one" + so,
            "Nothing is there of the input src/*.text of the task two" + so,
            "Nothing is there of the input scr/a.txt of the task third, and likewise of another"
                + so);
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
    assertThat(runs.run(check).ran).containsExactly("a");
    runs.notices.clear();
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
  void whereNothingRunsTheJournalStaysAsItIs() throws Exception {
    passed(a, b);
    byte[] journal = Files.readAllBytes(runs.journal);
    Object first = Files.readAttributes(runs.journal, BasicFileAttributes.class).fileKey();
    assertThat(runs.run(a, b).upToDate).containsExactly("a", "b");
    assertThat(runs.journal).hasBinaryContent(journal);
    assertThat(Files.readAttributes(runs.journal, BasicFileAttributes.class).fileKey())
        .isEqualTo(first);
    assertThat(runs.run(UNFINISHED, List.of(a, b)).leftOut).containsExactly("a", "b");
    assertThat(runs.run(a).upToDate).containsExactly("a");
    assertThat(JournalReader.read(runs.journal, true, debug -> {}).tasks).containsOnlyKeys("a");
  }

  /** What was up to date before that task is in the journal, too. */
  @Test
  void whereOneRunsAllAreInTheJournal() throws Exception {
    passed(a, b);
    runs.write("src/b.txt", "2");
    assertThat(runs.run(a, b).ran).containsExactly("b");
    LastRun last = JournalReader.read(runs.journal, true, debug -> {});
    assertThat(last.ended).isEqualTo(2);
    assertThat(last.complete).isTrue();
    assertThat(last.tasks).containsOnlyKeys("a", "b");
  }

  /** What was asked to run and has not is unfinished, whatever the run before says. */
  @Test
  void aRunThatIsKilledBeforeATaskEndsCounts() throws Exception {
    Job plain = new Job("p", "x", List.of(), List.of(), dir -> "1");
    passed(a, plain);
    assertThat(runs.open(ASKED).known(plain.task(1))).isNull();
    assertThat(runs.run(UNFINISHED, List.of(a, plain)).ran).containsExactly("p");
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
    assertThat(Files.size(runs.journal)).isBetween(4_500L, 4_600L);
    assertThat(JournalReader.plain(runs.journal)).isTrue();
  }
}
