package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parallelexec.task.Outcome;
import java.io.IOException;

/** The lines of a trace: a head, an event each (after a comma but for the first), an end. */
final class TraceLines {
  /** What every event begins with, so that a merged trace can give each list a number. */
  static final String PID = "{\"pid\":1,";

  private final JsonGenerator out;

  TraceLines(JsonGenerator out) {
    this.out = out;
  }

  void begin(ListHead head) throws IOException {
    out.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    out.writeStartObject();
    out.writeStringField("displayTimeUnit", "ms");
    out.writeObjectFieldStart("otherData");
    out.writeStringField("module", head.build().module());
    out.writeStringField("run", head.build().run());
    out.writeEndObject();
    out.writeArrayFieldStart("traceEvents");
  }

  /** A name of the process, or of a thread. */
  void name(String kind, int tid, String name) throws IOException {
    event("M", tid, 0);
    out.writeStringField("name", kind);
    out.writeObjectFieldStart("args");
    out.writeStringField("name", name);
    out.writeEndObject();
    close();
  }

  /** Begins a slice, which is to be named and closed. */
  JsonGenerator slice(int tid, long from, long to) throws IOException {
    event("X", tid, from);
    out.writeNumberField("dur", Math.max(0, to - from));
    return out;
  }

  /** The name of a slice, and its colour where colours can be asked for. */
  void outcome(String name, Outcome outcome) throws IOException {
    out.writeStringField("name", name);
    out.writeStringField("cat", outcome.label());
    out.writeStringField("cname", color(outcome));
  }

  private static String color(Outcome outcome) {
    return switch (outcome) {
      case PASSED, UP_TO_DATE -> "good";
      case FAILED, TIMED_OUT -> "bad";
      case CRASHED, OUT_OF_MEMORY -> "terrible";
      case CANCELLED -> "grey";
    };
  }

  void async(String kind, String category, String id, String name, long at) throws IOException {
    event(kind, 0, at);
    out.writeStringField("cat", category);
    out.writeStringField("id", id);
    out.writeStringField("name", name);
    close();
  }

  void counter(String name, String unit, long at, long value) throws IOException {
    event("C", 0, at);
    out.writeStringField("name", name);
    out.writeObjectFieldStart("args");
    out.writeNumberField(unit, value);
    out.writeEndObject();
    close();
  }

  private void event(String kind, int tid, long at) throws IOException {
    out.writeRaw('\n');
    out.writeStartObject();
    out.writeNumberField("pid", 1);
    out.writeNumberField("tid", tid);
    out.writeStringField("ph", kind);
    out.writeNumberField("ts", at);
  }

  void close() throws IOException {
    out.writeEndObject();
  }

  void end() throws IOException {
    out.writeRaw('\n');
    out.writeEndArray();
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }
}
