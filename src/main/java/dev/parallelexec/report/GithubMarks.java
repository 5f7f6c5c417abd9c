package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Annotates the lines where tasks failed, and writes a table into the summary of the step. */
final class GithubMarks implements ReportPart {
  private static final int MOST_ROWS = 50;

  /** GitHub takes a megabyte from a step, or nothing. */
  private static final long MOST_BYTES = 900_000;

  private final ListHead head;
  private final Ci ci;
  private final long slowNanos;
  private final Console console;
  private final List<String> rows = new ArrayList<>();
  private int bad;
  private int slow;

  GithubMarks(ListHead head, Ci ci, long slowNanos, Console console) {
    this.head = head;
    this.ci = ci;
    this.slowNanos = slowNanos;
    this.console = console;
  }

  @Override
  public void finished(TaskResult result) {
    Attempt last = result.last();
    boolean passed = result.outcome() == Outcome.PASSED;
    slow += passed && last.span().nanos() >= slowNanos ? 1 : 0;
    if (result.outcome().good() || last.number() == 0) {
      return;
    }
    bad++;
    String id = Words.id(result.task().id());
    Failure failure = last.failure();
    String why = failure == null ? "" : Words.message(failure.headline());
    if (rows.size() < MOST_ROWS) {
      String outcome = last.outcome().label();
      rows.add(row(id, outcome, Durations.text(last.span().nanos()), why));
    }
    if (ci.annotations().getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      console.command(annotation(id, last.outcome(), why, failure));
    }
  }

  private String annotation(String id, Outcome outcome, String why, @Nullable Failure failure) {
    String stack = failure == null ? "" : failure.stack();
    Optional<SourceLine> line = SourceLine.of(stack, ci.sources(), ci.workspace());
    String place =
        line.map(at -> "file=" + GithubLog.property(at.file()) + ",line=" + at.line() + ",")
            .orElse("");
    String title = head.execution() + ": " + id + " " + outcome.label().replace('-', ' ');
    return "::error "
        + place
        + "title="
        + GithubLog.property(title)
        + "::"
        + GithubLog.data(why.isEmpty() ? outcome.label() : why);
  }

  @Override
  public void end(ListEnd end) {
    Path file = ci.summary();
    if (file == null) {
      return;
    }
    byte[] text = text(end).getBytes(StandardCharsets.UTF_8);
    try {
      if (!Files.exists(file) || Files.size(file) + text.length <= MOST_BYTES) {
        Files.write(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      console.debug(head.prefix() + "The summary of the step cannot be written: " + e);
    }
  }

  private String text(ListEnd end) {
    StringBuilder text = new StringBuilder("### ");
    text.append(harmless(head.prefix() + head.execution())).append("\n\n");
    if (!end.stopped().isEmpty()) {
      text.append("Stopped: ").append(harmless(Words.message(end.stopped()))).append("\n\n");
    }
    String counts = SummaryLines.counts(end.result(), slow, new Ink(false));
    text.append(harmless(counts + " in " + Durations.text(end.result().nanos()))).append("\n\n");
    if (!rows.isEmpty()) {
      text.append("| task | outcome | time | why |\n| --- | --- | ---: | --- |\n");
      rows.forEach(text::append);
      text.append(bad > rows.size() ? "\nand " + (bad - rows.size()) + " more\n" : "").append('\n');
    }
    return text.toString();
  }

  private static String row(String... cells) {
    StringBuilder row = new StringBuilder("|");
    for (String cell : cells) {
      row.append(' ').append(harmless(cell)).append(" |");
    }
    return row.append('\n').toString();
  }

  /** Nothing of it is Markdown, HTML, a link or a mention: all but the plainest is an entity. */
  private static String harmless(String text) {
    StringBuilder harmless = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isLetterOrDigit(point) || point == ' ') {
                harmless.appendCodePoint(point);
              } else {
                harmless.append("&#").append(point).append(';');
              }
            });
    return harmless.toString();
  }
}
