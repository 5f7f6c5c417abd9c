package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Worker;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a worker is on another machine, everything that names the worker names the machine. */
class NodesTest {
  @TempDir Path base;

  @Test
  void theNodeStandsWhereverAWorkerDoes() throws IOException {
    Story story = new Story(base, 2, view());
    Worker far = new Worker(1, 0, 77, "node-a");
    Worker here = Story.worker(2);
    story.report.workerStarting(1);
    story.report.workerStarted(far);
    story.report.workerStarted(here);
    Task first = task(0, "first");
    Task second = task(1, "second");
    story.report.started(first, 1, far);
    story.report.started(second, 1, here);
    story.passes(1_500);
    assertThat(Files.readString(story.directory().resolve("status.json")))
        .contains("\"slot\":1,\"node\":\"node-a\",\"pid\":77");
    story.report.finished(passed(first, 1, 77));
    story.report.finished(passed(second, 2, 1002));
    String console = story.end(2_000);

    assertThat(console).contains("worker 1 on node-a pid 77").contains("worker 2 pid 1002");
    assertThat(read(story, "results.json"))
        .contains("\"slot\":1,\"node\":\"node-a\"")
        .doesNotContain("\"slot\":2,\"node\"");
    assertThat(read(story, "joblog.tsv")).contains("1\tnode-a\t").contains("2\t:\t");
    assertThat(read(story, "events.jsonl"))
        .contains("\"event\":\"workerStarted\",\"slot\":1,\"node\":\"node-a\",\"pid\":77");
    assertThat(read(story, "trace.json")).contains("worker 1 on node-a");
    assertThat(read(story, "index.html")).contains("worker 1 on node-a: 1 attempt");
  }

  private static View view() {
    return new View(ProgressKind.AUTO, Duration.ofSeconds(1), View.Commands.NONE);
  }

  private static TaskResult passed(Task task, int slot, long pid) {
    Span span = new Span(slot, 0, pid, Story.STARTED.toEpochMilli(), 1_000_000_000L);
    Attempt attempt = new Attempt(1, Outcome.PASSED, Attempt.NULL, null, span, false, List.of());
    return new TaskResult(task, List.of(attempt));
  }

  private static String read(Story story, String name) throws IOException {
    return Files.readString(story.directory().resolve(name));
  }
}
