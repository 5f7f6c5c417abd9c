package dev.parallelexec.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * The lines of a journal: one JSON object each, of which the first member says what it is about.
 * {@link LineScanner} reads them, and knows texts and arrays of texts alone. Thread-safe.
 */
final class Lines {
  static final int SCHEMA = 1;

  static final String RUN = "run";
  static final String SURROUNDINGS = "surroundings";
  static final String TASK = "task";
  static final String LEFT = "left";
  static final String GONE = "gone";
  static final String COMPLETE = "complete";

  static final String PARTS = "parts";
  static final String INPUTS = "inputs";
  static final String OUTPUTS = "outputs";
  static final String FOREIGN = "foreign";
  static final String VALUE = "value";
  static final String OBJECT = "object";
  static final String OWN = "own";
  static final String WHOLE = "whole";
  static final String ID = "id";

  private final JsonFactory json = new JsonFactory();

  /** What is written into one object. */
  private interface Members {
    void to(JsonGenerator out) throws IOException;
  }

  /** The first line of a run; a plain one remembers no files and needs not be read for them. */
  String run(String id, boolean plain) {
    return line(
        out -> {
          out.writeStringField(RUN, id);
          out.writeNumberField("schema", SCHEMA);
          out.writeBooleanField("plain", plain);
        });
  }

  /** Surroundings; tasks name them by their hash. */
  String surroundings(Surroundings surroundings) {
    return line(
        out -> {
          out.writeStringField(SURROUNDINGS, surroundings.hash());
          strings(out, PARTS, surroundings.parts());
        });
  }

  /** What is remembered of a task; takes the place of what was before. */
  String entry(Entry entry) {
    return line(
        out -> {
          out.writeStringField(entry.passed() ? TASK : LEFT, entry.id());
          if (entry.passed()) {
            fingerprint(out, entry.of());
            out.writeStringField(VALUE, entry.value());
          }
          strings(out, OUTPUTS, entry.outputs());
          strings(out, FOREIGN, entry.foreign());
          if (!entry.object().isEmpty()) {
            out.writeStringField(OBJECT, entry.object());
          }
        });
  }

  private static void fingerprint(JsonGenerator out, Fingerprint of) throws IOException {
    out.writeStringField(OWN, of.own());
    out.writeStringField(WHOLE, of.whole());
    out.writeStringField(SURROUNDINGS, of.surroundings());
    strings(out, PARTS, of.parts());
    strings(out, INPUTS, of.inputs());
  }

  /** There is no such task any more. */
  String gone(String id) {
    return line(out -> out.writeStringField(GONE, id));
  }

  /** A task passed: the shortest line, because a list may have a million of them. */
  String passed(String own) {
    return "{\"passed\":\"" + own + "\"}";
  }

  /** A task ended. */
  String ended(String id, End end) {
    return line(
        out -> {
          out.writeStringField(end.outcome(), end.own());
          out.writeStringField(ID, id);
          if (!end.object().isEmpty()) {
            out.writeStringField(VALUE, end.value());
            out.writeStringField(OBJECT, end.object());
          }
        });
  }

  /** All tasks of the list have ended. */
  String complete() {
    return "{\"" + COMPLETE + "\":true}";
  }

  /** Whether it is the name of an outcome, with which the line of an end begins. */
  static boolean outcome(String name) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.label().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static void strings(JsonGenerator out, String name, Map<String, String> pairs)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      out.writeString(pair.getKey());
      out.writeString(pair.getValue());
    }
    out.writeEndArray();
  }

  private static void strings(JsonGenerator out, String name, Iterable<String> values)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  private static void strings(JsonGenerator out, String name, Set<String> values)
      throws IOException {
    if (!values.isEmpty()) {
      strings(out, name, (Iterable<String>) values);
    }
  }

  private String line(Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      members.to(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
