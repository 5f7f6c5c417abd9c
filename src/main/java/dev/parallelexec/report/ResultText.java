package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import dev.parallelexec.task.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pieces of {@code results.json}, schema 1, as {@code docs/results.md} describes them. */
final class ResultText {
  static final int SCHEMA = 1;

  /**
   * A task.
   *
   * @param text a JSON object
   * @param resultFrom where in the text its result begins
   * @param resultTo where that ends
   */
  record Fragment(String text, int resultFrom, int resultTo) {}

  private final Json json = new Json();

  /** Everything before the first task. */
  String before(ListHead head, ListEnd end) {
    ListResult result = end.result();
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.generator(text)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      out.writeStartObject();
      out.writeNumberField("schema", SCHEMA);
      out.writeStringField("execution", head.execution());
      out.writeStringField("mode", head.mode().label());
      out.writeNumberField("workers", head.workers());
      out.writeStringField("started", head.started().truncatedTo(ChronoUnit.MILLIS).toString());
      Json.seconds(out, "seconds", result.nanos());
      if (!end.stopped().isEmpty()) {
        out.writeStringField("stopped", end.stopped());
      }
      out.writeObjectFieldStart("counts");
      for (Outcome outcome : Outcome.values()) {
        out.writeNumberField(outcome.label(), result.count(outcome));
      }
      out.writeNumberField("flaky", result.flaky());
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + ",\n\"tasks\":[";
  }

  /** Everything after the last task. */
  String after(ListEnd end) {
    return "],\n\"value\":" + json.checked(end.result().value()) + "}\n";
  }

  /**
   * One task.
   *
   * @param log the path of its log in the report's directory; empty where there is none
   */
  Fragment task(TaskResult result, String log) {
    StringWriter text = new StringWriter(160);
    int from;
    int to;
    try (JsonGenerator out = json.generator(text)) {
      out.writeStartObject();
      out.writeNumberField("index", result.task().index());
      out.writeStringField("id", result.task().id());
      out.writeArrayFieldStart("arguments");
      for (String argument : arguments(result)) {
        out.writeString(argument);
      }
      out.writeEndArray();
      out.writeStringField("outcome", result.outcome().label());
      out.writeFieldName("result");
      out.flush();
      from = text.getBuffer().length() + 1;
      boolean good = result.outcome().good();
      out.writeRawValue(good ? json.checked(result.last().value()) : Attempt.NULL);
      out.flush();
      to = text.getBuffer().length();
      run(out, result);
      error(out, result.last().failure());
      if (!log.isEmpty()) {
        out.writeStringField("log", log);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Fragment(text.toString(), from, to);
  }

  /** A task that never ran has no slot: where its number would stand, the placeholder does. */
  private static List<String> arguments(TaskResult result) {
    return result.last().span().slot() > 0
        ? result.arguments()
        : result.task().arguments().values().stream().map(Text::toString).toList();
  }

  private static void run(JsonGenerator out, TaskResult result) throws IOException {
    Attempt last = result.last();
    if (last.span().slot() > 0) {
      out.writeNumberField("slot", last.span().slot());
    }
    Json.seconds(out, "seconds", last.span().nanos());
    long ran = result.attempts().stream().filter(attempt -> attempt.number() > 0).count();
    out.writeNumberField("attempts", ran);
  }

  private static void error(JsonGenerator out, @Nullable Failure failure) throws IOException {
    if (failure == null) {
      return;
    }
    out.writeObjectFieldStart("error");
    if (!failure.type().isEmpty()) {
      out.writeStringField("type", failure.type());
    }
    out.writeStringField("message", failure.message());
    if (!failure.stack().isEmpty()) {
      out.writeStringField("stack", failure.stack());
    }
    Integer exitCode = failure.exitCode();
    if (exitCode != null) {
      out.writeNumberField("exitCode", exitCode);
    }
    if (!failure.signal().isEmpty()) {
      out.writeStringField("signal", failure.signal());
    }
    out.writeEndObject();
  }
}
