package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What grows while the list runs: events, job log, status. */
class EventLogTest {
  @TempDir Path base;

  @Test
  void everyEventIsALineThatTheSchemaKnows() throws IOException {
    List<String> lines = Files.readAllLines(new Typical(base).end().file("events.jsonl"));
    Schema schema = schema("events");
    assertThat(lines)
        .allSatisfy(line -> assertThat(schema.validate(line, InputFormat.JSON)).isEmpty());
    assertThat(schema.validate("{\"at\":0,\"event\":\"started\"}", InputFormat.JSON)).isNotEmpty();
    assertThat(lines.get(0)).contains("\"event\":\"list\",\"schema\":1,\"execution\":\"gen\"");
    assertThat(lines)
        .contains(
            "{\"at\":0.2,\"event\":\"submitted\",\"task\":0,\"attempt\":1,\"id\":\"petstore.yaml\"}",
            "{\"at\":0.2,\"event\":\"started\",\"task\":0,\"attempt\":1,\"slot\":1,\"pid\":1001}",
            "{\"at\":0.5,\"event\":\"finished\",\"task\":0,\"attempt\":1,\"outcome\":\"passed\",\"seconds\":0.3}",
            "{\"at\":0.9,\"event\":\"finished\",\"task\":3,\"attempt\":1,\"outcome\":\"crashed\",\"seconds\":0.4,\"message\":\"worker"
                + " 2 pid 1002 died: exit 134 (SIGABRT)\",\"exitCode\":134,"
                + "\"signal\":\"SIGABRT\"}");
    assertThat(count(lines, "finished")).isEqualTo(8);
    assertThat(count(lines, "ended")).isEqualTo(1);
    assertThat(count(lines, "slow") + count(lines, "stopping")).isEqualTo(1);
    assertThat(lines.get(lines.size() - 1))
        .contains("\"event\":\"end\"", "\"passed\":3", "\"flaky\":1");
  }

  @Test
  void whatHappenedIsOnDiskWhileTheListRuns() throws IOException {
    Typical typical = new Typical(base);
    typical.story.report.tick();
    assertThat(count(Files.readAllLines(typical.file("events.jsonl")), "finished")).isEqualTo(8);
    assertThat(Files.readAllLines(typical.file("joblog.tsv"))).hasSize(8);
    typical.end();
  }

  @Test
  void theJobLogHasGnuParallelsColumns() throws IOException {
    Story story = new Story(base, 1);
    story.starts(task(0, "it's\ta\nline"), 1).passes(task(0, "it's\ta\nline"), 1, "1", 2_345);
    story.end(3_000);
    assertThat(story.directory().resolve("joblog.tsv"))
        .hasContent(
            """
            Seq	Host	Starttime	JobRuntime	Send	Receive	Exitval	Signal	Command
            1	:	1767225600.000	2.345	0	0	0	0	com.acme.Gen::run $'it\\'s\\ta\\nline'
            """);
    List<String> all = Files.readAllLines(new Typical(base).end().file("joblog.tsv"));
    assertThat(all)
        .hasSize(8)
        .anyMatch(line -> line.endsWith("\t134\t6\tcom.acme.Gen::run native.yaml"))
        .anyMatch(line -> line.endsWith("\t1\t0\tcom.acme.Gen::run bad.yaml"))
        .anyMatch(line -> line.endsWith("\t-1\t0\tcom.acme.Gen::run stuck.yaml"));
  }

  @Test
  void theStatusIsReplacedEachSecondAndStaysAtTheEnd() throws IOException {
    Schema schema = schema("status");
    Story story = new Story(base, 4);
    Path status = story.directory().resolve("status.json");
    assertThat(Files.readString(status))
        .contains("\"state\":\"running\"", "\"done\":0,\"total\":4");
    story.starts(task(0, "a"), 1).starts(task(1, "b"), 2).passes(500);
    story.passes(task(0, "a"), 1, "1", 500);
    story.report.tick();
    assertThat(Files.readString(status)).contains("\"done\":0");
    story.passes(1_500);
    story.report.tick();
    String running = Files.readString(status);
    assertThat(schema.validate(running, InputFormat.JSON)).isEmpty();
    assertThat(running)
        .contains("\"seconds\":2,\"done\":1,\"total\":4,\"eta\":6,\"waiting\":0")
        .contains(
            "\"running\":[{\"index\":1,\"id\":\"b\",\"attempt\":1,\"slot\":2,\"pid\":1002,\"seconds\":2}]");
    story.report.finishStopped("Maven was stopped");
    String stopped = Files.readString(status);
    assertThat(schema.validate(stopped, InputFormat.JSON)).isEmpty();
    assertThat(stopped)
        .contains("\"state\":\"stopped\"", "\"stopped\":\"Maven was stopped\"", "\"cancelled\":1");
    assertThat(story.directory()).isDirectoryNotContaining("glob:**.tmp");
  }

  private static long count(List<String> lines, String event) {
    return lines.stream().filter(line -> line.contains("\"event\":\"" + event + "\"")).count();
  }

  private static Schema schema(String name) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("docs", name + ".schema.json")));
  }
}
