package dev.parallelexec.report;

import dev.parallelexec.report.JsonLine.Name;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * {@code events.jsonl}, as {@code docs/events.md} describes it: what happens, as it happens, one
 * JSON object a line. No arguments, no output, no values of properties or of the environment: the
 * file may be passed around.
 */
final class EventLog implements ReportPart {
  static final String NAME = "events.jsonl";
  static final int VERSION = 1;
  private static final int MOST_MESSAGE = 500;

  private static final Name SCHEMA = new Name("schema");
  private static final Name EXECUTION = new Name("execution");
  private static final Name MODULE = new Name("module");
  private static final Name RUN = new Name("run");
  private static final Name MODE = new Name("mode");
  private static final Name WORKERS = new Name("workers");
  private static final Name TASKS = new Name("tasks");
  private static final Name STARTED = new Name("started");
  private static final Name ID = new Name("id");
  private static final Name REASON = new Name("reason");
  private static final Name GRACE = new Name("grace");
  private static final Name SECONDS = new Name("seconds");
  private static final Name LEAKS = new Name("leaks");
  private static final Name SLOT = new Name("slot");
  private static final Name THREAD = new Name("thread");
  private static final Name BYTES = new Name("bytes");
  private static final Name TEXT = new Name("text");
  private static final Name STOPPED = new Name("stopped");
  private static final Name COUNTS = new Name("counts");
  private static final Name FLAKY = new Name("flaky");
  private static final Name ATTEMPT = new Name("attempt");
  private static final Name NODE = new Name("node");
  private static final Name PID = new Name("pid");
  private static final Name TYPE = new Name("type");
  private static final Name MESSAGE = new Name("message");
  private static final Name EXIT_CODE = new Name("exitCode");
  private static final Name SIGNAL = new Name("signal");
  private static final byte[] AT = "{\"at\":".getBytes(StandardCharsets.US_ASCII);

  /** The beginnings of what is written for each task, in one piece each. */
  private static final Name SUBMITTED_TASK = Name.after("event", "submitted", "task");

  private static final Name STARTED_TASK = Name.after("event", "started", "task");
  private static final Name ENDED_TASK = Name.after("event", "ended", "task");
  private static final Name FINISHED_TASK = Name.after("event", "finished", "task");
  private static final Name SLOW_TASK = Name.after("event", "slow", "task");
  private static final Name TAKEN_BACK_TASK = Name.after("event", "takenBack", "task");
  private static final Name STOPPING_TASK = Name.after("event", "stopping", "task");

  private static final Name EVENT = new Name("event");

  private final ListHead head;
  private final Timings timings;
  private final LineFile file;

  /** Used again for every line. */
  private final JsonLine line;

  /** The task of which the last attempt has just ended, as nothing else has since; or below 0. */
  private int ended = -1;

  EventLog(ListHead head, ReportOptions options, Timings timings, Console console) {
    this.head = head;
    this.timings = timings;
    this.file = new LineFile(options.directory().resolve(NAME), console);
    this.line = new JsonLine(file.lines());
  }

  @Override
  public void start() {
    file.open();
    line("list")
        .number(SCHEMA, VERSION)
        .text(EXECUTION, head.execution())
        .text(MODULE, head.build().module())
        .text(RUN, head.build().run())
        .text(MODE, head.mode().label())
        .number(WORKERS, head.workers());
    if (head.size() >= 0) {
      line.number(TASKS, head.size());
    }
    write(line.text(STARTED, head.started().truncatedTo(ChronoUnit.MILLIS).toString()));
    file.flush();
  }

  @Override
  public void submitted(Task task, int number) {
    told(SUBMITTED_TASK, task, number);
    write(number == 1 ? line.text(ID, task.id()) : line);
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    told(STARTED_TASK, task, number);
    write(worker(worker));
  }

  @Override
  public void slow(Progress.Running attempt) {
    at();
    write(attempt(SLOW_TASK, attempt.task(), attempt.number()));
  }

  @Override
  public void stopping(
      Task task, int number, Worker worker, String reason, Duration grace, boolean dumped) {
    at();
    attempt(STOPPING_TASK, task, number);
    write(worker(worker).text(REASON, cut(reason)).seconds(GRACE, grace.toNanos()));
  }

  @Override
  public void takenBack(Task task, int number, Worker worker, String reason) {
    told(TAKEN_BACK_TASK, task, number);
    write(worker(worker).text(REASON, cut(reason)));
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    if (again) {
      at(timings.latest());
      write(ended(ENDED_TASK, task, attempt));
    } else {
      // What came of it stands where its task is finished: a line less for each.
      ended = task.index();
    }
  }

  @Override
  public void finished(TaskResult result) {
    Task task = result.task();
    Attempt last = result.last();
    at(task.index() == ended ? timings.latest() : timings.take());
    if (last.number() > 0) {
      write(ended(FINISHED_TASK, task, last));
    } else {
      line.number(FINISHED_TASK, task.index()).outcome(result.outcome());
      message(line.text(ID, task.id()), last);
      write(line);
    }
  }

  @Override
  public void workerStarting(int slot) {
    write(line("workerStarting").number(SLOT, slot));
  }

  @Override
  public void workerStarted(Worker worker) {
    line("workerStarted");
    write(worker(worker));
  }

  @Override
  public void workerMemory(Worker worker, long resident) {
    line("workerMemory");
    write(worker(worker).number(BYTES, resident));
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    line("workerEnded");
    write(worker(worker).text(REASON, cut(reason)));
  }

  @Override
  public void notice(String text) {
    write(line("notice").text(TEXT, cut(text)));
  }

  @Override
  public void tick() {
    file.flush();
  }

  @Override
  public void end(ListEnd end) {
    line("end");
    if (!end.stopped().isEmpty()) {
      line.text(STOPPED, cut(end.stopped()));
    }
    line.object(COUNTS);
    for (Outcome outcome : Outcome.values()) {
      line.number(new Name(outcome.label()), end.result().count(outcome));
    }
    write(line.number(FLAKY, end.result().flaky()).end());
    file.close();
  }

  @Override
  public void close() {
    file.close();
  }

  /** An event whose time {@link Timings} has just taken. */
  private JsonLine told(Name eventAndTask, Task task, int number) {
    at(timings.latest());
    return attempt(eventAndTask, task, number);
  }

  private JsonLine attempt(Name eventAndTask, Task task, int number) {
    return line.number(eventAndTask, task.index()).number(ATTEMPT, number);
  }

  private JsonLine worker(Worker worker) {
    line.number(SLOT, worker.slot());
    if (worker.thread() > 0) {
      line.number(THREAD, worker.thread());
    }
    if (!worker.node().isEmpty()) {
      line.text(NODE, worker.node());
    }
    return worker.pid() > 0 ? line.number(PID, worker.pid()) : line;
  }

  /** An attempt that has ended. */
  private JsonLine ended(Name eventAndTask, Task task, Attempt attempt) {
    attempt(eventAndTask, task, attempt.number()).outcome(attempt.outcome());
    message(line.seconds(SECONDS, attempt.span().nanos()), attempt);
    if (!attempt.leaks().isEmpty()) {
      line.texts(LEAKS, attempt.leaks().stream().map(EventLog::cut).toList());
    }
    return line;
  }

  private static void message(JsonLine line, Attempt attempt) {
    Failure failure = attempt.failure();
    if (failure == null) {
      return;
    }
    if (!failure.type().isEmpty()) {
      line.text(TYPE, failure.type());
    }
    line.text(MESSAGE, cut(failure.message()));
    Integer code = failure.exitCode();
    if (code != null) {
      line.number(EXIT_CODE, code);
    }
    if (!failure.signal().isEmpty()) {
      line.text(SIGNAL, failure.signal());
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_MESSAGE ? text : text.substring(0, MOST_MESSAGE - 1) + "…";
  }

  /** Begins a line. */
  private JsonLine line(String event) {
    return at().text(EVENT, event);
  }

  private JsonLine at() {
    return at(timings.take());
  }

  private JsonLine at(long nanos) {
    file.begin().add(AT, 0).seconds(nanos);
    return line;
  }

  private void write(JsonLine written) {
    written.end();
    file.end();
    ended = -1;
  }
}
