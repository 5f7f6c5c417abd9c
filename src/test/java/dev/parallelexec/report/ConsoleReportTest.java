package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.pool.PoolListener.Worker;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exact text that people see. */
class ConsoleReportTest {
  @TempDir Path base;

  @Test
  void aShortListShowsResultsAndOutput() throws IOException {
    Story story = new Story(base, 3).workers();
    Task pets = task(0, "petstore.yaml");
    Task carts = task(1, "carts.yaml");
    Task none = task(2, "void");
    story.starts(pets, 1).starts(carts, 2);
    story.prints(carts, Stream.OUT, "reading\n").prints(carts, Stream.ERR, "a warning");
    story.passes(carts, 2, "\"" + "x".repeat(100) + "\"", 1_230);
    story.passes(pets, 1, "27", 420).starts(none, 1).passes(none, 1, "null", 62_000);

    assertThat(story.end(62_500))
        .isEqualTo(
            """
            [INFO] 3 tasks on 2 workers (JDK 17.0.15), map
            [INFO]         PASS [  1.23s] (1/3) carts.yaml → "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                output ---
                  reading
                  a warning
            [INFO]         PASS [  0.42s] (2/3) petstore.yaml → 27
            [INFO]         PASS [ 1m 02s] (3/3) void
            [INFO] ------------------------------------------------------------------------
            [INFO]   Summary [ 1m 03s] 3 tasks: 3 passed (1 slow)
            [INFO]   Workers  2, busy 51 %, task time 1m 04s
            [INFO]   Report  target/parallel-exec/gen/index.html\
            """);
  }

  @Test
  void everyWayNotToPassIsNamedTwice() throws IOException {
    assertThat(failures(new Story(base, 6, OutputKind.AUTO, "", false)).end(10_000))
        .isEqualTo(
            """
            [INFO] 6 tasks on 2 workers (JDK 17.0.15), map
            [WARNING] TRY 1 FAIL [  0.10s]       net.yaml            SocketTimeoutException: connect timed out
                java.net.SocketTimeoutException: connect timed out
                    at com.acme.Gen.run(Gen.java:7)
                stderr ---
                  connecting…
                log target/parallel-exec/gen/tasks/0000-net.yaml.log
            [INFO]   TRY 2 PASS [  0.09s] (1/6) net.yaml
            [ERROR]        FAIL [  1.02s] (2/6) bad.yaml            IllegalStateException: no operationId
                java.lang.IllegalStateException: no operationId
                    at com.acme.Gen.run(Gen.java:9)
                log target/parallel-exec/gen/tasks/0001-bad.yaml.log
            [ERROR]     TIMEOUT [ 2m 00s] (3/6) stuck.yaml          limit 2m
                called com.acme.Gen::run with "stuck.yaml"
                log target/parallel-exec/gen/tasks/0002-stuck.yaml.log
            [ERROR]       CRASH [  4.20s] (4/6) native.yaml         worker 2 pid 1002 died: exit 134 (SIGABRT)
                called com.acme.Gen::run with "native.yaml"
                stdout ---
                  before the end
                log target/parallel-exec/gen/tasks/0003-native.yaml.log
            [INFO]             worker 2 replaced (restart 1)
            [ERROR]         OOM [  9.81s] (5/6) huge.yaml           Java heap space
                called com.acme.Gen::run with "huge.yaml"
                log target/parallel-exec/gen/tasks/0004-huge.yaml.log
            [INFO] ------------------------------------------------------------------------
            [INFO]   Summary [ 10.00s] 6 tasks: 1 passed (1 flaky), 1 failed, 1 timed out, 1 crashed, 1 out of memory, 1 cancelled
            [INFO]   Workers  2, 1 restarted, busy 100 %, task time 2m 15s = 13.5 x faster than one by one
            [WARNING] FLAKY 2/2 [  0.09s] net.yaml
            [ERROR]        FAIL [  1.02s] bad.yaml            IllegalStateException: no operationId
            [ERROR]     TIMEOUT [ 2m 00s] stuck.yaml          limit 2m
            [ERROR]       CRASH [  4.20s] native.yaml         worker 2 pid 1002 died: exit 134 (SIGABRT)
            [ERROR]         OOM [  9.81s] huge.yaml           Java heap space
            [INFO]   Report  target/parallel-exec/gen/index.html\
            """);
  }

  @Test
  void quietMeansFailuresOnly() throws IOException {
    Story good = new Story(base, 1, OutputKind.GROUP, "", true);
    Task one = task(0, "one");
    good.starts(one, 1).prints(one, Stream.OUT, "text").passes(one, 1, "1", 5);
    assertThat(good.end(10)).isEmpty();

    Story bad = new Story(base, 2, OutputKind.LINE, "[api gen] ", true);
    bad.starts(one, 1).prints(one, Stream.OUT, "text\n");
    bad.fails(one, 1, Outcome.FAILED, Failure.exit("exit code 3", 3), 5);
    bad.passes(task(1, "two"), 1, "1", 5);
    assertThat(bad.end(10))
        .isEqualTo(
            """
            [ERROR] [api gen]        FAIL [  0.01s] (1/2) one                 exit code 3
                stdout ---
                  text
                log target/parallel-exec/gen/tasks/0000-one.log\
            """);
  }

  @Test
  void linesAreMarkedWithTheirTask() throws IOException {
    Story story = new Story(base, 1, OutputKind.LINE, "[api gen] ", false);
    Task one = task(0, "one");
    story.starts(one, 1).prints(one, Stream.OUT, "a\r\nb").prints(one, Stream.ERR, "c\n");
    story.prints(one, Stream.OUT, "d\ne").passes(one, 1, "null", 5);
    assertThat(story.end(10))
        .isEqualTo(
            """
            [INFO] [api gen] 1 task on 1 worker (JDK 17.0.15), map
            [INFO] [api gen] one | a
            [INFO] [api gen] one | c
            [INFO] [api gen] one | bd
            [INFO] [api gen] one | e
            [INFO] [api gen]         PASS [  0.01s] (1/1) one
            [INFO] [api gen] ------------------------------------------------------------------------
            [INFO] [api gen]   Summary [  0.01s] 1 task: 1 passed
            [INFO] [api gen]   Report  target/parallel-exec/gen/index.html\
            """);
  }

  @Test
  void aThousandPassesStayFewLines() throws IOException {
    for (int size : new int[] {1_000, -1}) {
      Story story = new Story(base, size);
      for (int i = 0; i < 1_000; i++) {
        Task task = task(i, "item " + i);
        story.starts(task, 1).prints(task, Stream.OUT, "noise\n").passes(task, 1, "null", 1);
      }
      String text = story.end(2_000);
      assertThat(text.lines().count()).isLessThan(300);
      assertThat(text)
          .contains("Summary [  2.00s] 1000 tasks: 1000 passed")
          .contains(size < 0 ? "[INFO]   402 done" : "[INFO]   400/1000 done");
    }
  }

  @Test
  void outputIsGroupedUpToTwentyTasks() throws IOException {
    Story story = new Story(base, -1);
    for (int i = 0; i < 25; i++) {
      Task task = task(i, "item " + i);
      story.starts(task, 1).prints(task, Stream.OUT, "noise\n").passes(task, 1, "null", 1);
    }
    assertThat(story.end(10))
        .startsWith("[INFO] tasks on 2 workers (JDK 17.0.15), map\n")
        .contains("( 20) item 19\n    stdout ---\n      noise\n")
        .contains("( 21) item 20\n[INFO]         PASS [  0.00s] ( 22) item 21\n");
  }

  @Test
  void colourIsSwitchedOffAgain() throws IOException {
    Story story = new Story(base, 1);
    story.console.color = true;
    Task one = task(0, "one");
    story.starts(one, 1).prints(one, Stream.OUT, "\u001b[31mred\n").passes(one, 1, "1", 5);
    assertThat(story.end(10)).contains("\n      \u001b[31mred\u001b[0m\n");
  }

  @Test
  void textOfOthersCannotDrawOurLines() throws IOException {
    Story story = new Story(base, 1);
    Task evil = task(0, "a\n[INFO] PASS\u001b[2J\u0007\u202e");
    Failure failure = new Failure("x.E", "one\rtwo\u001b[31m", "", null, "");
    byte[] noUtf8 = {'<', (byte) 0xff, '>'};
    story.starts(evil, 1).prints(evil, Stream.OUT, noUtf8);
    story.fails(evil, 1, Outcome.FAILED, failure, 5);
    assertThat(story.end(10))
        .contains("(1/1) a [INFO] PASS??     E: one")
        .contains("\n      <\ufffd>\n")
        .doesNotContain("\u001b", "\u202e", "\r", "\u0007");
  }

  @Test
  void megabytesOfErrorStayInTheLog() throws IOException {
    Story story = new Story(base, 2);
    Task one = task(0, "one");
    String stack =
        "E: "
            + "m".repeat(2_000_000)
            + "\n"
            + "\tat a.B.c(B.java:1)\n".repeat(50_000)
            + "Caused by: F: the reason\n\tat d.E.f(E.java:2)\n";
    byte[] noise = "noise\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    story.starts(one, 1).prints(one, Stream.OUT, noise);
    story.fails(one, 1, Outcome.FAILED, new Failure("E", "m".repeat(2_000_000), stack, 1, ""), 5);
    assertThat(story.end(10))
        .hasSizeLessThan(300_000)
        .contains("Caused by: F: the reason")
        .contains("… 468936 bytes are left out here, see target/parallel-exec/gen/tasks/0000-one");
    assertThat(story.directory().resolve("tasks/0000-one.log")).content().contains(stack);
  }

  @Test
  void aStoppedListSaysHowFarItCame() {
    Story story = new Story(base, 5);
    story.starts(task(0, "done"), 1).passes(task(0, "done"), 1, "1", 10);
    story.starts(task(1, "orders.yaml"), 1).passes(3_000).starts(task(2, "carts.yaml"), 2);
    story.passes(1_000);
    story.report.finishStopped("stopped by a signal");
    assertThat(story.console.blocks)
        .last()
        .isEqualTo(
            "[WARNING] CANCELLED after 4.00s, stopped by a signal: 1 of 5 done,"
                + " 2 running: orders.yaml (4.00s), carts.yaml (1.00s)");
  }

  private static Story failures(Story story) {
    Task net = task(0, "net.yaml", 1);
    String timedOut = "java.net.SocketTimeoutException";
    story.workers().starts(net, 1).prints(net, Stream.ERR, "connecting…\n");
    story.fails(net, 1, Outcome.FAILED, thrown(timedOut, "connect timed out", 7), 100);
    story.starts(net, 1).passes(net, 1, "null", 90);
    Task bad = task(1, "bad.yaml");
    String illegal = "java.lang.IllegalStateException";
    story.starts(bad, 1).fails(bad, 1, Outcome.FAILED, thrown(illegal, "no operationId", 9), 1_020);
    Task stuck = task(2, "stuck.yaml");
    story.starts(stuck, 1).fails(stuck, 1, Outcome.TIMED_OUT, Failure.of("limit 2m"), 120_000);
    Task crash = task(3, "native.yaml");
    story.starts(crash, 2).prints(crash, Stream.OUT, "before the end");
    String died = "worker 2 pid 1002 died: exit 134 (SIGABRT)";
    story.fails(crash, 2, Outcome.CRASHED, new Failure("", died, "", 134, "SIGABRT"), 4_200);
    story.listener().workerEnded(Story.worker(2), "exit 134");
    story.listener().workerStarted(new Worker(2, 0, 2002));
    Task huge = task(4, "huge.yaml");
    story.fails(huge, 1, Outcome.OUT_OF_MEMORY, Failure.of("Java heap space"), 9_810);
    return story.cancelled(task(5, "never"), "stopped after the first failure");
  }

  private static Failure thrown(String type, String message, int line) {
    String stack = type + ": " + message + "\n\tat com.acme.Gen.run(Gen.java:" + line + ")\n";
    return new Failure(type, message, stack, null, "");
  }
}
