package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;

/**
 * What stands around the tasks in {@code results.json}, as {@code docs/results.md} describes it.
 */
final class ResultText {
  static final int SCHEMA = 1;

  private final Json json;

  ResultText(Json json) {
    this.json = json;
  }

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
}
