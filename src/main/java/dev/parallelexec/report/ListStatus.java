package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an execution ended: as it was told, or as its {@code status.json} has it.
 *
 * @param directory where it lies
 * @param texts its values that are texts, by name
 * @param numbers its values that are numbers, and its counts, by name
 */
record ListStatus(Path directory, Map<String, String> texts, Map<String, Double> numbers) {
  /** Null where there is none that can be read. */
  static @Nullable ListStatus of(Path directory, Json json) {
    Map<String, String> texts = new HashMap<>();
    Map<String, Double> numbers = new HashMap<>();
    try (JsonParser parser = json.parser(Files.readString(directory.resolve(StatusFile.NAME)))) {
      int arrays = 0;
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        arrays += at == JsonToken.START_ARRAY ? 1 : at == JsonToken.END_ARRAY ? -1 : 0;
        String name = parser.currentName();
        if (arrays > 0 || name == null) {
          continue;
        }
        if (at == JsonToken.VALUE_STRING) {
          texts.put(name, parser.getText());
        } else if (at.isNumeric()) {
          numbers.put(name, parser.getDoubleValue());
        }
      }
    } catch (IOException e) {
      return null;
    }
    boolean known = numbers.getOrDefault("schema", 0.0) == StatusFile.SCHEMA;
    return known ? new ListStatus(directory, texts, numbers) : null;
  }

  /** Of a list of this build. */
  static ListStatus of(Path directory, ListHead head, ListEnd end) {
    Map<String, String> texts =
        Map.of(
            "execution", head.execution(),
            "run", head.build().run(),
            "mode", head.mode().label(),
            "state", end.stopped().isEmpty() ? StatusFile.FINISHED : StatusFile.STOPPED,
            "started", head.started().truncatedTo(ChronoUnit.MILLIS).toString());
    Map<String, Double> numbers = new HashMap<>();
    for (Outcome outcome : Outcome.values()) {
      numbers.put(outcome.label(), (double) end.result().count(outcome));
    }
    numbers.put("done", (double) end.result().tasks());
    numbers.put("seconds", end.result().nanos() / 1e9);
    return new ListStatus(directory, texts, numbers);
  }

  /** A text; empty where it is not there. */
  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  /** How many ended so. */
  int count(Outcome outcome) {
    return numbers.getOrDefault(outcome.label(), 0.0).intValue();
  }

  /** How many tasks have ended. */
  int done() {
    return numbers.getOrDefault("done", 0.0).intValue();
  }

  /** How long the list has taken. */
  long nanos() {
    return (long) (numbers.getOrDefault("seconds", 0.0) * 1e9);
  }

  boolean running() {
    return text("state").equals("running");
  }

  /** Whether all that has ended is good. */
  boolean good() {
    int good = count(Outcome.PASSED) + count(Outcome.UP_TO_DATE);
    return good == done() && !text("state").equals(StatusFile.STOPPED);
  }
}
