package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
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
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_RUNNING = 1_000;

  private final ListHead head;
  private final Path file;
  private final Progress progress;
  private final Timings timings;
  private final Json json;
  private final Console console;
  private long next;
  private int flaky;
  private boolean broken;

  StatusFile(
      ListHead head,
      ReportOptions options,
      Progress progress,
      Timings timings,
      Json json,
      Console console) {
    this.head = head;
    this.file = options.directory().resolve(NAME);
    this.progress = progress;
    this.timings = timings;
    this.json = json;
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
    write(
        out -> {
          head(out, end.stopped().isEmpty() ? "finished" : "stopped", end.result().nanos());
          if (!end.stopped().isEmpty()) {
            out.writeStringField("stopped", end.stopped());
          }
          int tasks = end.result().tasks();
          out.writeNumberField("done", tasks);
          out.writeNumberField("total", end.stopped().isEmpty() ? tasks : total(tasks));
          out.writeObjectFieldStart("counts");
          for (Outcome outcome : Outcome.values()) {
            out.writeNumberField(outcome.label(), end.result().count(outcome));
          }
          out.writeNumberField("flaky", end.result().flaky());
          out.writeEndObject();
        });
  }

  private int total(int known) {
    return Math.max(known, head.size());
  }

  private void now() {
    next = timings.now() + PERIOD;
    write(
        out -> {
          long nanos = timings.now();
          head(out, "running", nanos);
          out.writeNumberField("done", progress.done());
          if (head.size() >= 0) {
            out.writeNumberField("total", head.size());
            eta(out, nanos);
          }
          out.writeNumberField("waiting", timings.waiting());
          out.writeObjectFieldStart("counts");
          for (Outcome outcome : Outcome.values()) {
            out.writeNumberField(outcome.label(), progress.count(outcome));
          }
          out.writeNumberField("flaky", flaky);
          out.writeEndObject();
          running(out);
        });
  }

  private void head(JsonGenerator out, String state, long nanos) throws IOException {
    out.writeNumberField("schema", SCHEMA);
    out.writeStringField("module", head.build().module());
    out.writeStringField("execution", head.execution());
    out.writeStringField("run", head.build().run());
    out.writeNumberField("pid", ProcessHandle.current().pid());
    out.writeStringField("mode", head.mode().label());
    out.writeNumberField("workers", head.workers());
    out.writeStringField("state", state);
    out.writeStringField("started", head.started().truncatedTo(ChronoUnit.MILLIS).toString());
    Instant updated = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    out.writeStringField("updated", updated.toString());
    Json.seconds(out, "seconds", nanos);
  }

  /** As fast as so far; says nothing before anything has ended. */
  private void eta(JsonGenerator out, long nanos) throws IOException {
    int done = progress.done();
    int left = head.size() - done;
    if (done > 0 && left > 0) {
      Json.seconds(out, "eta", (long) ((double) nanos / done * left));
    }
  }

  private void running(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("running");
    List<Progress.Running> running = progress.running();
    for (Progress.Running attempt : running.subList(0, Math.min(MOST_RUNNING, running.size()))) {
      out.writeStartObject();
      out.writeNumberField("index", attempt.task().index());
      out.writeStringField("id", attempt.task().id());
      out.writeNumberField("attempt", attempt.number());
      out.writeNumberField("slot", attempt.worker().slot());
      if (!attempt.worker().node().isEmpty()) {
        out.writeStringField("node", attempt.worker().node());
      }
      out.writeNumberField("pid", attempt.worker().pid());
      Json.seconds(out, "seconds", progress.nanos(attempt));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void write(Json.Writing fields) {
    if (broken) {
      return;
    }
    try {
      WholeFile.write(
          file,
          stream -> {
            JsonGenerator out = json.generator(stream);
            out.writeStartObject();
            fields.to(out);
            out.writeEndObject();
            out.writeRaw('\n');
            out.flush();
          });
    } catch (IOException e) {
      broken = true;
      console.warn(
          "The report " + file + " cannot be written, the tasks go on: " + Trouble.with(e));
    }
  }
}
