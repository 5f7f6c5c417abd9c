package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.TaskResult;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small texts. */
class TextsTest {
  @ParameterizedTest
  @CsvSource({
    "-1, 0.00s",
    "420, 0.42s",
    "4200, 4.20s",
    "59994, 59.99s",
    "59996, 1m 00s",
    "65000, 1m 05s",
    "3599400, 59m 59s",
    "3599600, 1h 00m",
    "3720000, 1h 02m",
    "360000000, 100h 00m"
  })
  void durations(long millis, String text) {
    assertThat(Durations.text(millis * 1_000_000)).isEqualTo(text);
  }

  @Test
  void theVerdictNamesTheFirstTenAndCountsTheRest() {
    assertThat(Verdict.text(failed(4, 0, 116), "target/results.json"))
        .isEqualTo("4 of 120 tasks did not pass: t0, t1, t2, t3. See target/results.json");
    assertThat(Verdict.text(failed(17, 0, 3), ""))
        .isEqualTo(
            "17 of 20 tasks did not pass: t0, t1, t2, t3, t4, t5, t6, t7, t8, t9 and 7 more");
    assertThat(Verdict.text(failed(1, 2, 0), ""))
        .isEqualTo("1 of 3 tasks did not pass and 2 were cancelled: t0");
    assertThat(Verdict.text(failed(1, 1, 1), ""))
        .isEqualTo("1 of 3 tasks did not pass and 1 was cancelled: t0");
    assertThat(Verdict.text(failed(0, 2, 1), "x")).isEqualTo("2 of 3 tasks were cancelled. See x");
  }

  @Test
  void logNamesAreSafe() {
    assertThat(TaskLogs.name(76, "a/../b c:ä\0.yaml")).isEqualTo("0076-a_.._b_c___.yaml.log");
    assertThat(TaskLogs.name(123_456, "x".repeat(1_000))).hasSize(6 + 1 + 80 + 4);
  }

  @Test
  void textIsCutBetweenCharacters() {
    assertThat(Words.cut("😀😀😀", 3)).isEqualTo("😀😀😀");
    assertThat(Words.cut("😀😀😀😀", 3)).isEqualTo("😀😀…");
    assertThat(Words.cut("abc\u001b[0m", 3)).isEqualTo("abc");
    assertThat(Words.cut("\ud800", 3)).isEqualTo("?");
  }

  private static ListResult failed(int failed, int cancelled, int passed) {
    List<TaskResult> named =
        IntStream.range(0, failed)
            .mapToObj(
                i ->
                    new TaskResult(
                        Story.task(i, "t" + i),
                        List.of(Attempt.failed(1, Outcome.FAILED, Failure.of("no"), Span.NONE))))
            .toList();
    Map<Outcome, Integer> counts =
        Map.of(Outcome.FAILED, failed, Outcome.CANCELLED, cancelled, Outcome.PASSED, passed);
    return new ListResult(counts, 0, named, Attempt.NULL, 0, 0);
  }
}
