package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws what stands below a status line: arguments, stack, output, where the log is. */
final class Evidence {
  static final int MOST_STACK_LINES = 40;
  static final int MOST_CAUSES = 5;
  static final int LAST_LINES = 10;
  private static final int MOST_LINE = 500;
  private static final int MOST_ARGUMENTS = 20;

  /** How much of the output is wanted. */
  enum Output {
    ALL,
    LAST_LINES,
    NONE
  }

  private Evidence() {}

  /** What an attempt printed, each line after a line end; empty where it printed nothing. */
  static String output(@Nullable Capture capture, Output wanted, String log) {
    if (capture == null || wanted == Output.NONE) {
      return "";
    }
    List<String> lines = capture.lines(log.isEmpty() ? "" : ", see " + log);
    String title = capture.title();
    if (wanted == Output.LAST_LINES && lines.size() > LAST_LINES) {
      lines = lines.subList(lines.size() - LAST_LINES, lines.size());
      title = "last lines of " + title;
    }
    StringBuilder text = new StringBuilder("\n    ").append(title).append(" ---");
    boolean colors = false;
    for (String line : lines) {
      text.append(line.isEmpty() ? "\n" : "\n      ").append(line);
      colors |= line.indexOf('\u001b') >= 0;
    }
    // What the task switched on must not run on into our own lines.
    return colors ? text.append(Ink.RESET).toString() : text.toString();
  }

  /** Why an attempt did not pass, beyond its headline. */
  static String failure(Task task, Attempt attempt, Failure failure) {
    List<String> lines = new ArrayList<>();
    List<String> arguments = attempt.withoutArguments() ? List.of() : arguments(task, attempt);
    boolean plain = attempt.outcome() == Outcome.FAILED && arguments.equals(List.of(task.id()));
    if (!plain && attempt.outcome() != Outcome.CANCELLED) {
      lines.add("called " + called(task.call(), arguments));
    }
    if (failure.stack().isEmpty()) {
      lines.addAll(bounded(failure.message().lines().skip(1).limit(MOST_STACK_LINES + 1L)));
      cutTo(lines, MOST_STACK_LINES);
    } else {
      lines.addAll(stack(failure.stack()));
    }
    return lines.stream().map(line -> "\n    " + line).collect(Collectors.joining());
  }

  private static List<String> stack(String stack) {
    List<String> lines = new ArrayList<>(bounded(stack.lines().limit(MOST_STACK_LINES + 1L)));
    if (lines.size() > MOST_STACK_LINES) {
      cutTo(lines, MOST_STACK_LINES);
      lines.addAll(
          bounded(
              stack
                  .lines()
                  .skip(MOST_STACK_LINES)
                  .filter(line -> line.startsWith("Caused by: "))
                  .limit(MOST_CAUSES)));
    }
    return lines;
  }

  private static void cutTo(List<String> lines, int most) {
    if (lines.size() > most) {
      lines.subList(most, lines.size()).clear();
      lines.add("…");
    }
  }

  private static List<String> bounded(Stream<String> lines) {
    return lines.map(line -> Words.cut(line.replace("\t", "    "), MOST_LINE)).toList();
  }

  private static List<String> arguments(Task task, Attempt attempt) {
    return task.arguments().at(attempt.span().slot());
  }

  /** What is called with what, as {@code com.acme.Numbers::cube with "3"}. */
  static String called(Call call, List<String> arguments) {
    return call.text() + arguments(arguments);
  }

  private static String arguments(List<String> arguments) {
    if (arguments.isEmpty()) {
      return " without arguments";
    }
    List<String> shown = arguments.stream().limit(MOST_ARGUMENTS).map(Words::message).toList();
    int more = arguments.size() - shown.size();
    String rest = more > 0 ? " and " + more + " more" : "";
    return " with " + String.join(", ", quoted(shown)) + rest;
  }

  private static List<String> quoted(List<String> texts) {
    return texts.stream().map(text -> "\"" + text + "\"").toList();
  }
}
