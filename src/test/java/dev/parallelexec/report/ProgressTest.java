package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.pool.PoolListener.Worker;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a list while it goes on: slow tasks, silence, the bottom of a terminal. */
class ProgressTest {
  private static final Console.Size TERMINAL = new Console.Size(90, 24);

  @TempDir Path base;

  @Test
  void slowTasksAreToldOfWheneverTheirTimeHasDoubled() throws IOException {
    Task big = task(0, "big.yaml");
    Story story = new Story(base, 120).workers().starts(big, 2).passes(59_900);
    assertThat(story.console.blocks).hasSize(1);
    for (int second = 60; second < 250; second++) {
      story.passes(1_000);
    }
    assertThat(story.passes(big, 2, "null", 250_000).end(250_000))
        .contains(
            """
            [WARNING]     SLOW [> 1m 00s]           big.yaml            worker 2 pid 1002
            [WARNING]     SLOW [> 2m 00s]           big.yaml            worker 2 pid 1002
            [WARNING]     SLOW [> 4m 00s]           big.yaml            worker 2 pid 1002
            [INFO]         PASS [ 4m 10s] (  1/120) big.yaml
            """)
        .contains("1 task: 1 passed (1 slow)");
  }

  @Test
  void aFurtherAttemptIsSlowInItsOwnTime() {
    View view = new View(ProgressKind.AUTO, Duration.ofSeconds(1), View.Commands.NONE);
    Task net = task(0, "net", 1);
    Story story = new Story(base, 1, view).starts(net, 1).passes(1_500);
    story.fails(net, 1, Outcome.FAILED, Failure.of("no"), 1_500).starts(net, 1).passes(900);
    assertThat(slow(story)).isEqualTo(1);
    assertThat(slow(story.passes(100))).isEqualTo(2);
    assertThat(slow(story.passes(500))).isEqualTo(2);
  }

  @Test
  void nothingIsSlowWhereNobodyAsks() {
    Story story =
        new Story(base, 1, new View(ProgressKind.AUTO, Duration.ZERO, View.Commands.NONE));
    assertThat(slow(story.starts(task(0, "a"), 1).passes(3_600_000))).isZero();
  }

  @Test
  void aTaskThatIsEndedIsToldOfWithThePlaceOfItsThreadDump() {
    Task stuck = task(77, "stuck.yaml");
    Story story = new Story(base, 120).starts(stuck, 1).passes(30_000).passes(29_000);
    Worker worker = Story.worker(1);
    story.prints(stuck, Stream.NOTE, "Full thread dump");
    story.listener().stopping(stuck, 1, worker, "limit 59s", Duration.ofSeconds(5), true);
    assertThat(story.console.blocks)
        .last()
        .isEqualTo(
            "[WARNING] STOPPING [> 59.00s]           stuck.yaml          limit 59s; thread dump in"
                + " tasks/0077-stuck.yaml.log, ended in 5s");
  }

  /** It printed something, so it has a log; but its worker told nothing of its threads. */
  @Test
  void nobodyIsSentToLookForADumpThatIsNotThere() {
    Task stuck = task(77, "stuck.yaml");
    Story story = new Story(base, 120).starts(stuck, 1).passes(59_000);
    story.prints(stuck, Stream.OUT, "here we go\n").passes(1_000);
    Worker worker = Story.worker(1);
    story.listener().stopping(stuck, 1, worker, "limit 59s", Duration.ofSeconds(4), false);
    assertThat(story.console.blocks)
        .last()
        .isEqualTo(
            "[WARNING] STOPPING [> 1m 00s]           stuck.yaml          limit 59s, ended in 4s");
  }

  @Test
  void silenceIsBrokenMoreAndMoreSeldom() {
    // At 78 and 138 seconds it is the slow tasks that break it.
    Story story = new Story(base, 12).workers();
    story.passes(20_000).awaited(null);
    for (int i = 0; i < 4; i++) {
      story.starts(task(i, "t" + i), 1).passes(2_000).passes(task(i, "t" + i), 1, "1", 2_000);
    }
    story.starts(task(4, "quick"), 1).starts(task(5, "big"), 2);
    for (int second = 0; second < 200; second++) {
      story.passes(1_000);
    }
    assertThat(story.console.blocks.stream().filter(line -> line.contains("still")))
        .containsExactly(
            "[INFO]   still running after 00:38: 4/12 done, 2 running (longest quick 10s), about"
                + " 00:27 left",
            "[INFO]   still running after 00:58: 4/12 done, 2 running (longest quick 30s), about"
                + " 00:57 left",
            "[INFO]   still running after 02:08: 4/12 done, 2 running (longest quick 1m 40s), about"
                + " 02:42 left",
            "[INFO]   still running after 03:28: 4/12 done, 2 running (longest quick 3m 00s), about"
                + " 04:42 left");
  }

  @Test
  void whoeverHearsOfTasksIsNotToldThatTheyRun() {
    Story story = new Story(base, 12).awaited(null);
    for (int i = 0; i < 12; i++) {
      story.starts(task(i, "t" + i), 1).passes(9_000).passes(task(i, "t" + i), 1, "1", 9_000);
    }
    assertThat(story.console.text()).doesNotContain("still running");
  }

  @Test
  void aListThatNobodyWaitsForIsSilent() {
    Story story = new Story(base, 2).starts(task(0, "a"), 1).passes(40_000);
    assertThat(story.console.blocks).hasSize(1);
    assertThat(story.awaited(null).passes(9_000).console.blocks).hasSize(1);
    assertThat(story.passes(1_000).console.text())
        .endsWith("still running after 00:50: 0/2 done, 1 running (longest a 50s)");
  }

  @Test
  void progressNoneAndQuietSayNothing() {
    Story none =
        new Story(base, 500, new View(ProgressKind.NONE, Duration.ZERO, View.Commands.NONE));
    Story quiet = new Story(base, 500, OutputKind.AUTO, "", true);
    for (Story story : List.of(none, quiet)) {
      story.awaited(null).starts(task(499, "big"), 2).passes(30_000);
      for (int i = 0; i < 400; i++) {
        story.starts(task(i, "t" + i), 1).passes(task(i, "t" + i), 1, "1", 1);
      }
    }
    assertThat(none.console.blocks).hasSize(1);
    assertThat(quiet.console.blocks).isEmpty();
  }

  @Test
  void onATerminalTheBottomTellsAndIsGoneAtTheEnd() throws IOException {
    Story story = new Story(base, 30).workers().awaited(TERMINAL);
    for (int i = 0; i < 10; i++) {
      story.starts(task(i, "t" + i), 1).passes(1_000).passes(task(i, "t" + i), 1, "1", 1_000);
    }
    story.starts(task(10, "big.yaml"), 2).passes(64_000).starts(task(11, "orders.yaml"), 1);
    assertThat(story.passes(3_000).console.footer)
        .containsExactly(
            "gen [======>             ]  33%  10/30  2 running  01:17  ETA 02:19",
            "  1  orders.yaml          3s", "  2  big.yaml         1m 07s  SLOW");
    story.end(77_000);
    assertThat(story.console.footer).isEmpty();
    assertThat(story.console.text()).doesNotContain("PASS").doesNotContain("still running");
  }

  @Test
  void aStoppedOrBrokenListLeavesNothingAtTheBottom() {
    Story story = new Story(base, 30).workers().awaited(TERMINAL).passes(1_000);
    assertThat(story.console.footer).isNotEmpty();
    story.report.finishStopped("stopped by a signal");
    assertThat(story.console.footer).isEmpty();
    story.passes(5_000);
    assertThat(story.console.footer).isEmpty();
  }

  @Test
  void whatIsOverAtOnceDoesNotFlicker() {
    Story story = new Story(base, 30).workers().awaited(TERMINAL).passes(200);
    assertThat(story.console.footer).isEmpty();
  }

  @Test
  void aShortListOnATerminalTellsOfEveryTask() throws IOException {
    Story story = new Story(base, 20).awaited(TERMINAL);
    story.starts(task(0, "a"), 1).passes(task(0, "a"), 1, "27", 10);
    assertThat(story.end(10)).contains("PASS [  0.01s] ( 1/20) a → 27");
  }

  private static long slow(Story story) {
    return story.console.blocks.stream().filter(line -> line.contains("SLOW")).count();
  }
}
