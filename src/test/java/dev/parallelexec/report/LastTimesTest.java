package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of durations, and that nobody is hurt where that fails. */
class LastTimesTest {
  @TempDir Path directory;
  private Path file;
  private final ConsoleText console = new ConsoleText();
  private final Json json = new Json();

  @BeforeEach
  void place() {
    file = directory.resolve("com.acme/api/gen.json");
  }

  @Test
  void theNextBuildKnowsWhatTookLong() throws Exception {
    LastTimes first = LastTimes.read(file);
    assertThat(first.nanos()).isEmpty();
    first.finished(passed("a \"b\"\n/ü.txt", 1_500));
    first.finished(passed("quick", 19));
    first.finished(passed("just long enough", 20));
    first.write(json, console);

    assertThat(LastTimes.read(file).nanos())
        .containsOnly(
            Map.entry("a \"b\"\n/ü.txt", 1_500_000_000L),
            Map.entry("just long enough", 20_000_000L));
    assertThat(console.text()).isEmpty();
  }

  @Test
  void onlyWhatPassedCounts() {
    LastTimes times = LastTimes.read(file);
    times.finished(passed("a", 100));
    Attempt timedOut =
        Attempt.failed(1, Outcome.TIMED_OUT, Failure.of("too long"), span(Duration.ofHours(1)));
    times.finished(new TaskResult(Story.task(0, "a"), List.of(timedOut)));
    times.finished(new TaskResult(Story.task(1, "b"), List.of(Attempt.cancelled("stopped"))));

    assertThat(times.nanos()).containsOnlyKeys("a").containsValue(100_000_000L);
  }

  @Test
  void whatBecameShortIsForgottenAndWhatDidNotRunFades() {
    keep("short now", 100, "absent", 1_000, "again", 300);

    keep("short now", 3, "again", 400);
    assertThat(LastTimes.read(file).nanos())
        .containsOnly(Map.entry("absent", 900_000_000L), Map.entry("again", 400_000_000L));

    for (int i = 0; i < 40; i++) {
      keep("again", 400);
    }
    assertThat(LastTimes.read(file).nanos()).containsOnlyKeys("again");
  }

  @Test
  void nothingLongLeavesNoFile() {
    keep("a", 100);
    assertThat(file).exists();

    keep("a", 1);
    assertThat(file).doesNotExist();
  }

  @Test
  void ofVeryManyTheLongestAreKept() {
    LastTimes times = LastTimes.read(file);
    int tasks = 3 * LastTimes.MOST;
    for (int i = 0; i < tasks; i++) {
      times.finished(passed("t" + i, 100 + i));
    }
    times.write(json, console);

    LastTimes next = LastTimes.read(file);
    assertThat(next.nanos()).hasSize(LastTimes.MOST);
    assertThat(next.nanos().values())
        .allMatch(nanos -> nanos >= (100L + 2 * LastTimes.MOST) * 1_000_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1, 2]", "nonsense", "{\"millis\": 7}", "{\"millis\": {\"a\": \"b\""})
  void aDamagedFileIsNoFile(String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);

    assertThat(LastTimes.read(file).nanos()).isEmpty();
  }

  @Test
  void whereNothingCanBeKeptOnlyTheDebugLogSaysSo() throws IOException {
    Files.writeString(directory.resolve("com.acme"), "in the way");
    keep("a", 100);

    assertThat(console.text()).isEmpty();
    assertThat(LastTimes.read(file).nanos()).isEmpty();
  }

  @Test
  void whatNobodyWroteForTwoMonthsGoesWhenSomethingNewComes() throws IOException {
    keep("a", 100);
    Path old = file.resolveSibling("old.json");
    Files.copy(file, old);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(61))));
    keep("a", 100);
    assertThat(old).as("nothing new").exists();

    Files.delete(file);
    keep("a", 100);
    assertThat(old).doesNotExist();
    assertThat(file).exists();
  }

  private void keep(Object... idsAndMillis) {
    LastTimes times = LastTimes.read(file);
    for (int i = 0; i < idsAndMillis.length; i += 2) {
      times.finished(passed((String) idsAndMillis[i], (Integer) idsAndMillis[i + 1]));
    }
    times.write(json, console);
  }

  private static TaskResult passed(String id, int millis) {
    Task task = Story.task(0, id);
    Span span = span(Duration.ofMillis(millis));
    return new TaskResult(
        task, List.of(new Attempt(1, Outcome.PASSED, "null", null, span, false, List.of())));
  }

  private static Span span(Duration took) {
    return new Span(1, 1, 1001, 0, took.toNanos());
  }
}
