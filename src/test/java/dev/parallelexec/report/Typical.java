package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static dev.parallelexec.report.Story.worker;

import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A list of eight tasks in which everything happens that can, on two workers. */
final class Typical {
  static final String STACK =
      "java.lang.IllegalStateException: no operationId\n\tat com.acme.Gen.run(Gen.java:9)\n";

  final Story story;

  Typical(Path base) {
    this(new Story(base, 8));
  }

  Typical(Story story) {
    this.story = story;
    PoolListener events = story.listener();
    events.workerStarting(1);
    events.workerStarting(2);
    story.passes(200).workers();
    Task passes = task(0, "petstore.yaml");
    Task throwing = task(1, "bad.yaml");
    Task slow = task(2, "stuck.yaml");
    begin(passes, 1);
    begin(throwing, 2);
    story.prints(passes, Stream.OUT, "12 models\n");
    story.passes(300).passes(passes, 1, "12", 300);
    story.prints(throwing, Stream.ERR, "\u001b[31mno operationId\u001b[0m\n");
    Failure thrown =
        new Failure("java.lang.IllegalStateException", "no operationId", STACK, null, "");
    story.fails(throwing, 2, Outcome.FAILED, thrown, 300);
    begin(slow, 1);
    crash();
    flaky();
    events.stopping(slow, 1, worker(1), "limit 1s", Duration.ofSeconds(5), false);
    story.passes(200).fails(slow, 1, Outcome.TIMED_OUT, Failure.of("limit 1s"), 1_000);
    leaky();
    story.cancelled(task(7, "never.yaml"), "stopped after the first failure, bad.yaml");
    events.notice("one worker more");
  }

  private void crash() {
    PoolListener events = story.listener();
    Task crashes = task(3, "native.yaml");
    begin(crashes, 2);
    Failure died =
        new Failure("", "worker 2 pid 1002 died: exit 134 (SIGABRT)", "", 134, "SIGABRT");
    story.passes(400).fails(crashes, 2, Outcome.CRASHED, died, 400);
    events.workerEnded(worker(2), "exit 134 (SIGABRT)");
    events.workerStarting(2);
    story.passes(50);
    events.workerStarted(worker(2));
  }

  private void flaky() {
    Task flaky = task(4, "net.yaml", 1);
    begin(flaky, 2);
    Failure refused = new Failure("java.net.ConnectException", "refused", "", null, "");
    story.passes(100).fails(flaky, 2, Outcome.FAILED, refused, 100);
    story.listener().submitted(flaky, 2);
    story.starts(flaky, 2).passes(100).passes(flaky, 2, "\"ok\"", 100);
    Task huge = task(5, "huge.yaml");
    begin(huge, 2);
    Failure full = new Failure("java.lang.OutOfMemoryError", "Java heap space", "", null, "");
    story.passes(100).fails(huge, 2, Outcome.OUT_OF_MEMORY, full, 100);
    story.listener().workerMemory(worker(2), 300L << 20);
  }

  private void leaky() {
    Task task = task(6, "poller.yaml");
    begin(task, 1);
    story.passes(50);
    Span span = new Span(1, 0, 1001, 0, 50_000_000);
    List<String> leaks = List.of("thread \"poller\"");
    Attempt attempt = new Attempt(1, Outcome.PASSED, "null", null, span, false, leaks);
    story.report.attemptEnded(task, attempt, false);
    story.told(new TaskResult(task, List.of(attempt)));
  }

  private void begin(Task task, int slot) {
    story.listener().submitted(task, 1);
    story.starts(task, slot);
  }

  Path file(String name) {
    return story.directory().resolve(name);
  }

  Typical end() throws IOException {
    story.end(2_000);
    return this;
  }
}
