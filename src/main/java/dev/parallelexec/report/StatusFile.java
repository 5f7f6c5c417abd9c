package dev.parallelexec.report;

import dev.parallelexec.report.JsonLine.Name;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code status.json}, as {@code docs/results.md} describes it: how far the list is, for other
 * programs, replaced each second, with the final state at the end.
 */
final class StatusFile implements ReportPart {
  static final String NAME = "status.json";
  static final int SCHEMA = 1;
  static final String FINISHED = "finished";
  static final String STOPPED = "stopped";
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_RUNNING = 1_000;

  private static final Name VERSION = new Name("schema");
  private static final Name MODULE = new Name("module");
  private static final Name EXECUTION = new Name("execution");
  private static final Name RUN = new Name("run");
  private static final Name PID = new Name("pid");
  private static final Name MODE = new Name("mode");
  private static final Name WORKERS = new Name("workers");
  private static final Name STATE = new Name("state");
  private static final Name STARTED = new Name("started");
  private static final Name UPDATED = new Name("updated");
  private static final Name SECONDS = new Name("seconds");
  private static final Name REASON = new Name("stopped");
  private static final Name DONE = new Name("done");
  private static final Name TOTAL = new Name("total");
  private static final Name ETA = new Name("eta");
  private static final Name WAITING = new Name("waiting");
  private static final Name COUNTS = new Name("counts");
  private static final Name FLAKY = new Name("flaky");
  private static final Name RUNNING = new Name("running");
  private static final Name INDEX = new Name("index");
  private static final Name ID = new Name("id");
  private static final Name ATTEMPT = new Name("attempt");
  private static final Name SLOT = new Name("slot");
  private static final Name NODE = new Name("node");

  private final ListHead head;
  private final Path file;
  private final Progress progress;
  private final Timings timings;
  private final Console console;

  /** Used again for every state. */
  private final Bytes text = new Bytes();

  private final JsonLine out = new JsonLine(text);
  private long next;
  private int flaky;
  private boolean broken;

  StatusFile(
      ListHead head, ReportOptions options, Progress progress, Timings timings, Console console) {
    this.head = head;
    this.file = options.directory().resolve(NAME);
    this.progress = progress;
    this.timings = timings;
    this.console = console;
  }

  /** A list without tasks is over before anybody could look. */
  @Override
  public void start() {
    if (head.size() != 0) {
      now();
    }
  }

  @Override
  public void finished(TaskResult result) {
    flaky += result.flaky() ? 1 : 0;
  }

  @Override
  public void tick() {
    if (timings.now() >= next) {
      now();
    }
  }

  @Override
  public void end(ListEnd end) {
    begin(end.stopped().isEmpty() ? FINISHED : STOPPED, end.result().nanos());
    if (!end.stopped().isEmpty()) {
      out.text(REASON, end.stopped());
    }
    int tasks = end.result().tasks();
    out.number(DONE, tasks).number(TOTAL, end.stopped().isEmpty() ? tasks : total(tasks));
    out.object(COUNTS);
    for (Outcome outcome : Outcome.values()) {
      out.number(new Name(outcome.label()), end.result().count(outcome));
    }
    out.number(FLAKY, end.result().flaky()).end();
    write();
  }

  private int total(int known) {
    return Math.max(known, head.size());
  }

  private void now() {
    long nanos = timings.now();
    next = nanos + PERIOD;
    begin("running", nanos);
    out.number(DONE, progress.done());
    if (head.size() >= 0) {
      out.number(TOTAL, head.size());
      eta(nanos);
    }
    out.number(WAITING, timings.waiting()).object(COUNTS);
    for (Outcome outcome : Outcome.values()) {
      out.number(new Name(outcome.label()), progress.count(outcome));
    }
    out.number(FLAKY, flaky).end();
    running();
    write();
  }

  private void begin(String state, long nanos) {
    text.clear();
    out.begin()
        .number(VERSION, SCHEMA)
        .text(MODULE, head.build().module())
        .text(EXECUTION, head.execution())
        .text(RUN, head.build().run())
        .number(PID, ProcessHandle.current().pid())
        .text(MODE, head.mode().label())
        .number(WORKERS, head.workers())
        .text(STATE, state)
        .text(STARTED, head.started().truncatedTo(ChronoUnit.MILLIS).toString())
        .text(UPDATED, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
        .seconds(SECONDS, nanos);
  }

  /** As fast as so far; says nothing before anything has ended. */
  private void eta(long nanos) {
    int done = progress.done();
    int left = head.size() - done;
    if (done > 0 && left > 0) {
      out.seconds(ETA, (long) ((double) nanos / done * left));
    }
  }

  private void running() {
    out.array(RUNNING);
    List<Progress.Running> running = progress.running();
    for (Progress.Running attempt : running.subList(0, Math.min(MOST_RUNNING, running.size()))) {
      out.element()
          .number(INDEX, attempt.task().index())
          .text(ID, attempt.task().id())
          .number(ATTEMPT, attempt.number())
          .number(SLOT, attempt.worker().slot());
      if (!attempt.worker().node().isEmpty()) {
        out.text(NODE, attempt.worker().node());
      }
      out.number(PID, attempt.worker().pid()).seconds(SECONDS, progress.nanos(attempt)).end();
    }
    out.endArray();
  }

  private void write() {
    out.end();
    text.add('\n');
    if (broken) {
      return;
    }
    try {
      WholeFile.write(file, stream -> stream.write(text.array(), 0, text.size()));
    } catch (IOException e) {
      broken = true;
      console.warn(
          "The report " + file + " cannot be written, the tasks go on: " + Trouble.with(e));
    }
  }
}
