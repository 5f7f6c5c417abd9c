package dev.parallelexec.report;

import dev.parallelexec.report.JsonLine.Name;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.TaskResult;
import dev.parallelexec.task.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task in {@code results.json}, as {@code docs/results.md} describes it. Not for several
 * threads: the buffer is used again for every task.
 */
final class TaskText {
  private static final Name INDEX = new Name("index");
  private static final Name ID = new Name("id");
  private static final Name ARGUMENTS = new Name("arguments");
  private static final Name RESULT = new Name("result");
  private static final Name SLOT = new Name("slot");
  private static final Name NODE = new Name("node");
  private static final Name SECONDS = new Name("seconds");
  private static final Name ATTEMPTS = new Name("attempts");
  private static final Name LEAKS = new Name("leaks");
  private static final Name ERROR = new Name("error");
  private static final Name TYPE = new Name("type");
  private static final Name MESSAGE = new Name("message");
  private static final Name STACK = new Name("stack");
  private static final Name EXIT_CODE = new Name("exitCode");
  private static final Name SIGNAL = new Name("signal");
  private static final Name LOG = new Name("log");

  private final Json json;
  private final Nodes nodes;
  private final Bytes text = new Bytes();
  private final JsonLine line = new JsonLine(text);
  private int resultTo;
  private int resultLength;

  TaskText(Json json, Nodes nodes) {
    this.nodes = nodes;
    this.json = json;
  }

  /**
   * Draws a task.
   *
   * @param arguments see {@link #arguments}
   * @param log the path of its log in the report's directory; empty where there is none
   * @return a JSON object; holds until the next call
   */
  Bytes of(TaskResult result, List<String> arguments, String log) {
    Attempt last = result.last();
    text.clear();
    line.begin()
        .number(INDEX, result.task().index())
        .text(ID, result.task().id())
        .texts(ARGUMENTS, arguments)
        .outcome(result.outcome())
        .raw(RESULT, "");
    int from = text.size();
    text.add(result.outcome().good() ? json.checked(last.value()) : Attempt.NULL);
    resultTo = text.size();
    resultLength = resultTo - from;
    if (last.span().slot() > 0) {
      line.number(SLOT, last.span().slot());
      String node = nodes.of(last.span().slot());
      if (!node.isEmpty()) {
        line.text(NODE, node);
      }
    }
    line.seconds(SECONDS, last.span().nanos()).number(ATTEMPTS, ran(result));
    if (!result.leaks().isEmpty()) {
      line.texts(LEAKS, result.leaks());
    }
    error(last.failure());
    if (!log.isEmpty()) {
      line.text(LOG, log);
    }
    line.end();
    return text;
  }

  /** Where in the bytes the result of the task begins that was drawn last. */
  int resultFrom() {
    return resultTo - resultLength;
  }

  /** How many bytes it has. */
  int resultLength() {
    return resultLength;
  }

  /** A task that never ran has no slot: where its number would stand, the placeholder does. */
  static List<String> arguments(TaskResult result) {
    if (result.last().span().slot() > 0) {
      return result.arguments();
    }
    List<Text> values = result.task().arguments().values();
    List<String> arguments = new ArrayList<>(values.size());
    for (Text value : values) {
      arguments.add(value.toString());
    }
    return arguments;
  }

  private static int ran(TaskResult result) {
    int ran = 0;
    for (Attempt attempt : result.attempts()) {
      ran += attempt.number() > 0 ? 1 : 0;
    }
    return ran;
  }

  private void error(@Nullable Failure failure) {
    if (failure == null) {
      return;
    }
    line.object(ERROR);
    if (!failure.type().isEmpty()) {
      line.text(TYPE, failure.type());
    }
    line.text(MESSAGE, failure.message());
    if (!failure.stack().isEmpty()) {
      line.text(STACK, failure.stack());
    }
    Integer exitCode = failure.exitCode();
    if (exitCode != null) {
      line.number(EXIT_CODE, exitCode);
    }
    if (!failure.signal().isEmpty()) {
      line.text(SIGNAL, failure.signal());
    }
    line.end();
  }
}
