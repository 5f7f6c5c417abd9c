package dev.parallelexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.TaskResult;
import dev.parallelexec.task.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task in {@code results.json}, as {@code docs/results.md} describes it. Not for several
 * threads: generator and buffer are used again for every task, which is most of its cost.
 */
final class TaskText {
  /** A buffer that a huge error made larger is not kept. */
  private static final int MOST_KEPT = 64 * 1024;

  /**
   * A task.
   *
   * @param text a JSON object
   * @param resultFrom where in the text its result begins
   * @param resultTo where that ends
   */
  record Fragment(String text, int resultFrom, int resultTo) {}

  private final Json json;
  private StringWriter buffer = new StringWriter();
  private @Nullable JsonGenerator generator;

  TaskText(Json json) {
    this.json = json;
  }

  /**
   * Draws a task.
   *
   * @param arguments see {@link #arguments}
   * @param log the path of its log in the report's directory; empty where there is none
   */
  Fragment of(TaskResult result, List<String> arguments, String log) {
    try {
      JsonGenerator out = generator();
      Fragment fragment = draw(out, result, arguments, log);
      if (buffer.getBuffer().length() <= MOST_KEPT) {
        generator = out;
      }
      return fragment;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that broke in the middle of a task is not used again. */
  private JsonGenerator generator() throws IOException {
    JsonGenerator out = generator;
    generator = null;
    if (out == null) {
      buffer = new StringWriter(512);
      out = json.generator(buffer);
    } else {
      buffer.getBuffer().setLength(0);
    }
    return out;
  }

  private Fragment draw(JsonGenerator out, TaskResult result, List<String> arguments, String log)
      throws IOException {
    StringBuffer text = buffer.getBuffer();
    out.writeStartObject();
    out.writeNumberField("index", result.task().index());
    out.writeStringField("id", result.task().id());
    out.writeArrayFieldStart("arguments");
    for (String argument : arguments) {
      out.writeString(argument);
    }
    out.writeEndArray();
    out.writeStringField("outcome", result.outcome().label());
    out.writeFieldName("result");
    out.flush();
    int from = text.length() + 1;
    boolean good = result.outcome().good();
    out.writeRawValue(good ? json.checked(result.last().value()) : Attempt.NULL);
    out.flush();
    int to = text.length();
    run(out, result);
    leaks(out, result.leaks());
    error(out, result.last().failure());
    if (!log.isEmpty()) {
      out.writeStringField("log", log);
    }
    out.writeEndObject();
    out.flush();
    return new Fragment(text.toString(), from, to);
  }

  /** A task that never ran has no slot: where its number would stand, the placeholder does. */
  static List<String> arguments(TaskResult result) {
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

  private static void leaks(JsonGenerator out, List<String> leaks) throws IOException {
    if (!leaks.isEmpty()) {
      out.writeArrayFieldStart("leaks");
      for (String leak : leaks) {
        out.writeString(leak);
      }
      out.writeEndArray();
    }
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
