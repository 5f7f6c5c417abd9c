package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private final Json json;

  /** One for all lines: making one costs more than a line. */
  private @Nullable JsonGenerator generator;

  EventLog(ListHead head, ReportOptions options, Timings timings, Json json, Console console) {
    this.head = head;
    this.timings = timings;
    this.json = json;
    this.file = new LineFile(options.directory().resolve(NAME), console);
  }

  @Override
  public void start() {
    file.open();
    try {
      generator = json.generator(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line(
        "list",
        out -> {
          out.writeNumberField("schema", SCHEMA);
          out.writeStringField("execution", head.execution());
          out.writeStringField("module", head.build().module());
          out.writeStringField("run", head.build().run());
          out.writeStringField("mode", head.mode().label());
          out.writeNumberField("workers", head.workers());
          if (head.size() >= 0) {
            out.writeNumberField("tasks", head.size());
          }
          out.writeStringField("started", head.started().truncatedTo(ChronoUnit.MILLIS).toString());
        });
    flush();
  }

  @Override
  public void submitted(Task task, int number) {
    line(
        "submitted",
        out -> {
          attempt(out, task, number);
          if (number == 1) {
            out.writeStringField("id", task.id());
          }
        });
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    line(
        "started",
        out -> {
          attempt(out, task, number);
          worker(out, worker);
        });
  }

  @Override
  public void slow(Progress.Running attempt) {
    line("slow", out -> attempt(out, attempt.task(), attempt.number()));
  }

  @Override
  public void stopping(Task task, int number, Worker worker, String reason, Duration grace) {
    line(
        "stopping",
        out -> {
          attempt(out, task, number);
          worker(out, worker);
          out.writeStringField("reason", reason);
          Json.seconds(out, "grace", grace.toNanos());
        });
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    line(
        "ended",
        out -> {
          attempt(out, task, attempt.number());
          ended(out, attempt);
          out.writeBooleanField("again", again);
        });
  }

  @Override
  public void finished(TaskResult result) {
    line(
        "finished",
        out -> {
          out.writeNumberField("task", result.task().index());
          out.writeStringField("outcome", result.outcome().label());
          if (result.last().number() == 0) {
            out.writeStringField("id", result.task().id());
            message(out, result.last());
          }
        });
  }

  @Override
  public void workerStarting(int slot) {
    line("workerStarting", out -> out.writeNumberField("slot", slot));
  }

  @Override
  public void workerStarted(Worker worker) {
    line("workerStarted", out -> worker(out, worker));
  }

  @Override
  public void workerMemory(Worker worker, long resident) {
    line(
        "workerMemory",
        out -> {
          worker(out, worker);
          out.writeNumberField("bytes", resident);
        });
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    line(
        "workerEnded",
        out -> {
          worker(out, worker);
          out.writeStringField("reason", cut(reason));
        });
  }

  @Override
  public void notice(String text) {
    line("notice", out -> out.writeStringField("text", cut(text)));
  }

  @Override
  public void tick() {
    flush();
  }

  @Override
  public void end(ListEnd end) {
    line(
        "end",
        out -> {
          if (!end.stopped().isEmpty()) {
            out.writeStringField("stopped", end.stopped());
          }
          out.writeObjectFieldStart("counts");
          for (Outcome outcome : Outcome.values()) {
            out.writeNumberField(outcome.label(), end.result().count(outcome));
          }
          out.writeNumberField("flaky", end.result().flaky());
          out.writeEndObject();
        });
    close();
  }

  @Override
  public void close() {
    flush();
    generator = null;
    file.close();
  }

  private static void attempt(JsonGenerator out, Task task, int number) throws IOException {
    out.writeNumberField("task", task.index());
    out.writeNumberField("attempt", number);
  }

  private static void worker(JsonGenerator out, Worker worker) throws IOException {
    out.writeNumberField("slot", worker.slot());
    if (worker.pid() > 0) {
      out.writeNumberField("pid", worker.pid());
    }
  }

  private static void ended(JsonGenerator out, Attempt attempt) throws IOException {
    out.writeStringField("outcome", attempt.outcome().label());
    Json.seconds(out, "seconds", attempt.span().nanos());
    message(out, attempt);
    List<String> leaks = attempt.leaks();
    if (!leaks.isEmpty()) {
      out.writeArrayFieldStart("leaks");
      for (String leak : leaks) {
        out.writeString(cut(leak));
      }
      out.writeEndArray();
    }
  }

  private static void message(JsonGenerator out, Attempt attempt) throws IOException {
    Failure failure = attempt.failure();
    if (failure == null) {
      return;
    }
    if (!failure.type().isEmpty()) {
      out.writeStringField("type", failure.type());
    }
    out.writeStringField("message", cut(failure.message()));
    Integer code = failure.exitCode();
    if (code != null) {
      out.writeNumberField("exitCode", code);
    }
    if (!failure.signal().isEmpty()) {
      out.writeStringField("signal", failure.signal());
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_MESSAGE ? text : text.substring(0, MOST_MESSAGE - 1) + "…";
  }

  private void line(String event, Json.Writing fields) {
    JsonGenerator out = generator;
    if (out == null) {
      return;
    }
    try {
      out.writeStartObject();
      Json.seconds(out, "at", timings.now());
      out.writeStringField("event", event);
      fields.to(out);
      out.writeEndObject();
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empties the generator's buffer, too. */
  private void flush() {
    JsonGenerator out = generator;
    try {
      if (out != null) {
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
