package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Worker;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Mode;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.TaskResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact text at the bottom of a terminal. */
class FooterTest {
  private long now;
  private final Crew crew = new Crew();

  @Test
  void tellsOfTheListAndOfEveryWorker() {
    assertThat(usual(120).lines(new Console.Size(100, 40)))
        .containsExactly(
            "codegen [=========>          ]  47%  57/120  1 failed  3 running  02:00  ETA 02:07",
            "  1  orders.yaml          3s",
            "  2  carts.yaml           1s",
            "  3  big.yaml         1m 04s  SLOW",
            "  4  idle",
            "  5  starting");
  }

  @Test
  void aListOfUnknownLengthCounts() {
    assertThat(usual(-1).lines(new Console.Size(100, 40)))
        .first()
        .isEqualTo("codegen  57 done  1 failed  3 running  02:00");
  }

  @Test
  void whatMattersLeastGoesFirstWhereThereIsNoRoom() {
    Footer footer = usual(120);
    assertThat(List.of(80, 74, 60, 50, 40, 30, 20, 6).stream().map(width -> first(footer, width)))
        .containsExactly(
            "codegen [====>     ]  47%  57/120  1 failed  3 running  02:00  ETA 02:07",
            "codegen [====>     ]  47%  57/120  1 failed  3 running  02:00  ETA 02:07",
            "codegen  47%  57/120  1 failed  3 running  02:00  ETA 02:07",
            "codegen  47%  57/120  1 failed  02:00  ETA 02:07",
            "codegen  57/120  1 failed  02:00",
            "57/120  1 failed",
            "57/120  1 failed",
            "57/120");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 41, 60, 80, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    Footer footer = footer(120, new Ink(false));
    starts(0, "源代码/生成器/一个非常长的文件名字符串需要被截断.yaml", 1, 0);
    starts(1, "👩‍👩‍👧 family/e\u0301te\u0301/" + "x".repeat(100), 2, 0);
    starts(2, "a\n\u001b[2Jb\tc\u0007", 11, 0);
    assertThat(footer.lines(new Console.Size(width, 40)))
        .hasSize(4)
        .allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(width))
        .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
  }

  @Test
  void moreWorkersThanLinesShowThoseThatTakeLong() {
    Footer footer = footer(120, new Ink(false));
    for (int slot = 1; slot <= 64; slot++) {
      starts(slot, "task " + slot, slot, slot == 40 ? 0 : 50_000 + slot);
    }
    now = 120_000 * 1_000_000L;
    List<String> lines = footer.lines(new Console.Size(80, 12));
    assertThat(lines)
        .hasSize(6)
        .endsWith(
            "   1  task 1           1m 09s  SLOW",
            "   2  task 2           1m 09s  SLOW",
            "   3  task 3           1m 09s  SLOW",
            "  40  task 40          2m 00s  SLOW",
            "  and 60 more workers");
  }

  @Test
  void colourTellsWhatIsWrong() {
    Footer footer = footer(120, new Ink(true));
    ended(0, Outcome.FAILED);
    starts(1, "big", 1, 0);
    now = 61_000 * 1_000_000L;
    assertThat(footer.lines(new Console.Size(100, 40)))
        .satisfies(lines -> assertThat(lines.get(0)).contains("  \u001b[1;31m1 failed\u001b[0m"))
        .satisfies(lines -> assertThat(lines.get(1)).endsWith("\u001b[1;33m  SLOW\u001b[0m"));
  }

  private Progress progress;
  private Estimate estimate;

  private Footer footer(int size, Ink ink) {
    ListHead head =
        new ListHead(
            new ListHead.Build("api", "run-1"),
            "codegen",
            Mode.MAP,
            4,
            size,
            "17",
            "",
            Story.STARTED);
    progress = new Progress(head, () -> now);
    estimate = new Estimate(head, progress);
    return new Footer(head, View.DEFAULT, progress, estimate, crew, ink);
  }

  private Footer usual(int size) {
    Footer footer = footer(size, new Ink(false));
    for (int i = 0; i < 57; i++) {
      now = i * 2_000 * 1_000_000L;
      progress.started(task(i, "t" + i), 1, Story.worker(1));
      estimate.started(task(i, "t" + i), 1, Story.worker(1));
      ended(i, i == 0 ? Outcome.FAILED : Outcome.PASSED);
    }
    starts(57, "big.yaml", 3, 56_000);
    starts(58, "orders.yaml", 1, 117_000);
    starts(59, "carts.yaml", 2, 118_500);
    crew.workerStarted(Story.worker(3));
    crew.workerStarted(Story.worker(4));
    crew.workerStarting(5);
    now = 120_000 * 1_000_000L;
    return footer;
  }

  private void starts(int index, String id, int slot, long atMillis) {
    long before = now;
    now = atMillis * 1_000_000;
    progress.started(task(index, id), 1, new Worker(slot, 0, 1000 + slot));
    now = before;
  }

  private void ended(int index, Outcome outcome) {
    Span span = new Span(1, 0, 1001, 0, 2_000 * 1_000_000L);
    Attempt attempt = Attempt.failed(1, outcome, Failure.of("no"), span);
    TaskResult result = new TaskResult(task(index, "t" + index), List.of(attempt));
    progress.finished(result);
    estimate.finished(result);
  }

  private static String first(Footer footer, int width) {
    return footer.lines(new Console.Size(width, 40)).get(0);
  }
}
