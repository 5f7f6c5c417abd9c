package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * {@code events.jsonl}, as {@code docs/events.md} describes it: what happens, as it happens, one
 * JSON object a line. No arguments, no output, no values of properties or of the environment: the
 * file may be passed around.
 */
final class EventLog implements ReportPart {
  static final String NAME = "events.jsonl";
  static final int SCHEMA = 1;
  private static final int MOST_MESSAGE = 500;

  private final ListHead head;
  private final Timings timings;
  private final LineFile file;

  /** Used again for every line. */
  private final JsonLine line = new JsonLine();

  EventLog(ListHead head, ReportOptions options, Timings timings, Console console) {
    this.head = head;
    this.timings = timings;
    this.file = new LineFile(options.directory().resolve(NAME), console);
  }

  @Override
  public void start() {
    file.open();
    line("list")
        .number("schema", SCHEMA)
        .text("execution", head.execution())
        .text("module", head.build().module())
        .text("run", head.build().run())
        .text("mode", head.mode().label())
        .number("workers", head.workers());
    if (head.size() >= 0) {
      line.number("tasks", head.size());
    }
    write(line.text("started", head.started().truncatedTo(ChronoUnit.MILLIS).toString()));
    file.flush();
  }

  @Override
  public void submitted(Task task, int number) {
    attempt("submitted", task, number);
    write(number == 1 ? line.text("id", task.id()) : line);
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    attempt("started", task, number);
    write(worker(worker));
  }

  @Override
  public void slow(Progress.Running attempt) {
    write(attempt("slow", attempt.task(), attempt.number()));
  }

  @Override
  public void stopping(Task task, int number, Worker worker, String reason, Duration grace) {
    attempt("stopping", task, number);
    write(worker(worker).text("reason", cut(reason)).seconds("grace", grace.toNanos()));
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    attempt("ended", task, attempt.number()).text("outcome", attempt.outcome().label());
    message(line.seconds("seconds", attempt.span().nanos()), attempt);
    if (!attempt.leaks().isEmpty()) {
      line.texts("leaks", attempt.leaks().stream().map(EventLog::cut).toList());
    }
    write(line.bool("again", again));
  }

  @Override
  public void finished(TaskResult result) {
    line("finished").number("task", result.task().index());
    line.text("outcome", result.outcome().label());
    if (result.last().number() == 0) {
      message(line.text("id", result.task().id()), result.last());
    }
    write(line);
  }

  @Override
  public void workerStarting(int slot) {
    write(line("workerStarting").number("slot", slot));
  }

  @Override
  public void workerStarted(Worker worker) {
    line("workerStarted");
    write(worker(worker));
  }

  @Override
  public void workerMemory(Worker worker, long resident) {
    line("workerMemory");
    write(worker(worker).number("bytes", resident));
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    line("workerEnded");
    write(worker(worker).text("reason", cut(reason)));
  }

  @Override
  public void notice(String text) {
    write(line("notice").text("text", cut(text)));
  }

  @Override
  public void tick() {
    file.flush();
  }

  @Override
  public void end(ListEnd end) {
    line("end");
    if (!end.stopped().isEmpty()) {
      line.text("stopped", cut(end.stopped()));
    }
    line.object("counts");
    for (Outcome outcome : Outcome.values()) {
      line.number(outcome.label(), end.result().count(outcome));
    }
    write(line.number("flaky", end.result().flaky()).end());
    file.close();
  }

  @Override
  public void close() {
    file.close();
  }

  private JsonLine attempt(String event, Task task, int number) {
    return line(event).number("task", task.index()).number("attempt", number);
  }

  private JsonLine worker(Worker worker) {
    line.number("slot", worker.slot());
    return worker.pid() > 0 ? line.number("pid", worker.pid()) : line;
  }

  private static void message(JsonLine line, Attempt attempt) {
    Failure failure = attempt.failure();
    if (failure == null) {
      return;
    }
    if (!failure.type().isEmpty()) {
      line.text("type", failure.type());
    }
    line.text("message", cut(failure.message()));
    Integer code = failure.exitCode();
    if (code != null) {
      line.number("exitCode", code);
    }
    if (!failure.signal().isEmpty()) {
      line.text("signal", failure.signal());
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_MESSAGE ? text : text.substring(0, MOST_MESSAGE - 1) + "…";
  }

  /** Begins a line. */
  private JsonLine line(String event) {
    return line.begin().seconds("at", timings.now()).text("event", event);
  }

  private void write(JsonLine ended) {
    Bytes bytes = ended.line();
    file.write(bytes.array(), 0, bytes.size());
  }
}
