package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
  @TempDir Path base;

  @Test
  void theLayoutIsThatOfTheContract() throws IOException {
    Story story = new Story(base, 3);
    Task slow = task(0, "slow");
    story.starts(slow, 1).starts(task(1, "x"), 2);
    story.fails(task(1, "x"), 2, Outcome.CRASHED, new Failure("", "died", "", 137, "SIGKILL"), 2);
    story.cancelled(task(2, "never"), "stopped").passes(slow, 1, "{\"a\" : 1.10}", 1);
    story.end(310);
    assertThat(results(story))
        .isEqualTo(
            """
            {"schema":1,"execution":"gen","mode":"map","workers":2,"started":"2026-01-01T00:00:00Z","seconds":0.31,\
            "counts":{"passed":1,"failed":0,"timed-out":0,"crashed":1,"out-of-memory":0,"cancelled":1,"up-to-date":0,"flaky":0},
            "tasks":[
            {"index":0,"id":"slow","arguments":["slow"],"outcome":"passed","result":{"a":1.10},"slot":1,"seconds":0.001,"attempts":1},
            {"index":1,"id":"x","arguments":["x"],"outcome":"crashed","result":null,"slot":2,"seconds":0.002,"attempts":1,\
            "error":{"message":"died","exitCode":137,"signal":"SIGKILL"},"log":"tasks/0001-x.log"},
            {"index":2,"id":"never","arguments":["never"],"outcome":"cancelled","result":null,"seconds":0,"attempts":0,\
            "error":{"message":"stopped"}}],
            "value":null}
            """);
    assertValid(story);
    assertThat(story.directory()).isDirectoryNotContaining("glob:**.{spool,tmp}");
  }

  @Test
  void whatATaskLeftStandsWithItAndInItsLog() throws IOException {
    Story story = new Story(base, 1);
    Task task = task(0, "x");
    story.starts(task, 1).leaves(task, 1, 100, "process 7 (sleep 60)", "thread \"poller\"");
    assertThat(story.end(1_000))
        .contains(
            "[WARNING]      LEAK [  0.10s]       x                   left behind: process 7 (sleep"
                + " 60), thread \"poller\"",
            "  Leaks    1 task left processes or threads behind");
    assertThat(results(story))
        .contains(
            "\"attempts\":1,\"leaks\":[\"process 7 (sleep 60)\",\"thread"
                + " \\\"poller\\\"\"],\"log\"");
    assertThat(story.directory().resolve("tasks/0000-x.log"))
        .hasContent(
            """
            === passed after 0.10s
            === left behind: process 7 (sleep 60)
            === left behind: thread "poller"
            """);
    assertValid(story);
  }

  @Test
  void resultsComeBackAsAnArrayInListOrder() throws IOException {
    Story story = new Story(base, 8);
    String[] values = {"1e400", "not json", "[1] [2]", "\"ä\u2028\"", "01", "-7", "\"a\"b\"", ""};
    for (int i = values.length - 1; i >= 0; i--) {
      story.starts(task(i, "ö" + i), 1).passes(task(i, "ö" + i), 1, values[i], 1);
    }
    story.fails(task(8, "x"), 1, Outcome.FAILED, Failure.of("no"), 1);
    story.report.finish(story.result());
    assertThat(story.report.resultsJson())
        .isEqualTo(
            "[1e400,\"not json\",\"[1] [2]\",\"ä\u2028\",\"01\",-7,\"\\\"a\\\"b\\\"\",\"\",null]");
    assertValid(story);
    story.report.close();
    assertThat(story.directory().resolve(".results.spool")).doesNotExist();
  }

  @Test
  void aStoppedListIsWrittenWithWhatIsKnown() throws IOException {
    Story story = new Story(base, 100);
    Task twice = task(2, "twice", 1);
    story.starts(task(0, "done"), 1).passes(task(0, "done"), 1, "1", 10);
    story.starts(task(1, "runs"), 1).starts(twice, 2);
    story.fails(twice, 2, Outcome.FAILED, Failure.of("first try"), 10);
    story.report.finishStopped("stopped by a signal");
    story.passes(task(1, "runs"), 1, "2", 10);
    story.report.finish(story.result());
    assertThat(results(story))
        .contains("\"stopped\":\"stopped by a signal\"")
        .contains("\"passed\":1,\"failed\":0,\"timed-out\":0,\"crashed\":0")
        .contains("\"out-of-memory\":0,\"cancelled\":2")
        .contains("\"id\":\"runs\",\"arguments\":[\"runs\"],\"outcome\":\"cancelled\"")
        .contains(
            "\"id\":\"twice\",\"arguments\":[\"twice\"],\"outcome\":\"cancelled\",\"result\":null,"
                + "\"seconds\":0,\"attempts\":1,");
    assertThat(story.console.text()).contains(": 1 of 100 done, 1 running: runs");
    assertThat(Files.readString(story.directory().resolve("index.html")))
        .contains("1 of 3 tasks passed")
        .contains("<span class=\"mark cancelled\"><b>2</b> cancelled</span>")
        .doesNotContain("<b>1</b> failed");
    assertValid(story);
    assertThat(story.directory().resolve(".results.spool")).doesNotExist();
  }

  @Test
  void aListThatIsBeingStoppedStillTellsOfTheTasksThatItDidNotStart() throws Exception {
    Story story = new Story(base, 3);
    story.starts(task(0, "done"), 1).passes(task(0, "done"), 1, "1", 10);
    story.starts(task(1, "runs"), 1);
    story.report.stopping("Maven was stopped");
    Thread hook = new Thread(() -> story.report.finishStopped("Maven was stopped"));
    hook.start();
    story.fails(task(1, "runs"), 1, Outcome.CANCELLED, Failure.of("killed"), 10);
    story.cancelled(task(2, "never"), "stopped");
    hook.join();
    assertThat(results(story))
        .contains("\"stopped\":\"Maven was stopped\"")
        .contains("\"passed\":1,\"failed\":0")
        .contains("\"cancelled\":2")
        .contains("\"id\":\"never\"");
    assertThat(story.console.text())
        .contains("1 of 3 done, 1 running: runs")
        .doesNotContain("killed");
    assertValid(story);
  }

  @Test
  void closingAnUnfinishedListKeepsItsResults() throws IOException {
    Story story = new Story(base, 2);
    story.starts(task(0, "done"), 1).passes(task(0, "done"), 1, "1", 10);
    story.report.close();
    story.report.finishStopped("too late");
    assertThat(results(story)).contains("\"id\":\"done\"").doesNotContain("too late");
    assertValid(story);
  }

  @Test
  void whatAnEarlierRunLeftIsGoneAndNothingElse() throws IOException {
    Path logs = base.resolve("target/parallel-exec/gen/tasks");
    Files.createDirectories(logs);
    for (String name :
        List.of(
            "../results.json",
            "../hs_err_pid4713.log",
            "0000-old.log",
            "notes.log",
            "../hs_err_pid4713.log.txt",
            "../mine.txt")) {
      Files.writeString(logs.resolve(name), "old");
    }
    Story story = new Story(base, 0);
    assertThat(logs.resolve("0000-old.log")).doesNotExist();
    assertThat(logs.resolve("../results.json")).doesNotExist();
    assertThat(logs.resolve("../hs_err_pid4713.log")).doesNotExist();
    assertThat(logs.resolve("../hs_err_pid4713.log.txt")).exists();
    assertThat(logs.resolve("notes.log")).exists();
    assertThat(logs.resolve("../mine.txt")).exists();
    story.end(1);
    assertValid(story);
  }

  @Test
  void withoutADirectoryTheConsoleStillTells() throws IOException {
    Files.writeString(base.resolve("target"), "a file in the way");
    Story story = new Story(base, 1);
    Task one = task(0, "one");
    story.starts(one, 1).prints(one, Stream.OUT, "text\n").passes(one, 1, "7", 1);
    assertThatThrownBy(() -> story.end(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The results cannot be written to the directory ")
        .hasMessageContaining(story.directory().toString());
    assertThat(story.console.text())
        .contains("(1/1) one → 7\n    stdout ---\n      text")
        .contains("Summary")
        .doesNotContain("Report ")
        .containsOnlyOnce("The log ");
  }

  @Test
  void aLogHasEveryAttemptAndOurNotes() throws IOException {
    Story story = new Story(base, 1);
    Task task = task(0, "a/b", 1);
    story.starts(task, 1).prints(task, Stream.OUT, "half a line");
    story.prints(task, Stream.NOTE, "SLOW").prints(task, Stream.ERR, "more\n");
    story.fails(task, 1, Outcome.FAILED, Failure.of("exit code 1"), 100);
    story.starts(task, 2).passes(task, 2, "null", 200);
    story.end(1_000);
    assertThat(story.directory().resolve("tasks/0000-a_b.log"))
        .hasContent(
            """
            === attempt 1
            half a line
            SLOW
            more
            === failed after 0.10s
            exit code 1
            === attempt 2
            === passed after 0.20s\
            """);
  }

  @Test
  void manyQuietTasksLeaveNoFilesAndNothingInMemory() throws IOException {
    int count = 100_000;
    Story story = new Story(base, count);
    for (int i = 0; i < count; i++) {
      Task task = task(i, "item");
      story.starts(task, 1).passes(task, 1, "0", 0);
    }
    story.end(1);
    assertThat(story.directory()).isDirectoryNotContaining("glob:**tasks");
    assertThat(story.console.blocks).hasSizeLessThan(30);
    assertThat(Files.readAllLines(story.directory().resolve("results.json"))).hasSize(count + 3);
  }

  private static String results(Story story) throws IOException {
    return Files.readString(story.directory().resolve("results.json"));
  }

  private static void assertValid(Story story) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(Path.of("docs/results.schema.json")));
    assertThat(schema.validate(results(story), InputFormat.JSON)).isEmpty();
    assertThat(schema.validate("{\"schema\":1}", InputFormat.JSON)).isNotEmpty();
  }
}
