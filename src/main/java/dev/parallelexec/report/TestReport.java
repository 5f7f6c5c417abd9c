package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;

/**
 * {@code TEST-parallel-exec.<module>.<execution>.xml}: the tasks as test cases, in Surefire's
 * dialect, for CI services. {@code failure} is a task that threw or ended with a wrong exit code,
 * {@code error} one that was ended or whose worker died, {@code skipped} a cancelled one; the
 * attempts before the last are {@code flaky…} where the task passed, {@code rerun…} where it did
 * not. Surefire's schema wants all of a case's failures before its errors.
 */
final class TestReport {
  static final String PREFIX = "TEST-parallel-exec.";

  /** Output of one task: that of a passing one, and that of one that did not pass. */
  static final int MOST_OUTPUT = 4_000;

  static final int MOST_BAD_OUTPUT = 64_000;

  /** Output and stacks of all tasks together; above it output is left out and stacks are cut. */
  static final int MOST_EVIDENCE = 16_000_000;

  private static final int MOST_LATE_STACK = 2_000;

  private static final byte[] OPEN = "<testcase name=\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "\"></testcase>\n".getBytes(StandardCharsets.US_ASCII);

  private final ListHead head;
  private final Path directory;
  private final String suite;
  private long evidence;

  TestReport(ListHead head, Path directory) {
    this.head = head;
    this.directory = directory;
    this.suite = "parallel-exec." + head.build().module() + "." + safe(directory);
  }

  /** The file's name. */
  String name() {
    return "TEST-" + suite + ".xml";
  }

  /** The directory bears the execution's id, made safe for file names. */
  private static String safe(Path directory) {
    return String.valueOf(directory.getFileName());
  }

  /**
   * Begins the report.
   *
   * @return takes the tasks, in list order, and is to be ended
   */
  Cases begin(OutputStream stream, ListEnd end) throws IOException {
    Markup xml = Markup.xml(stream);
    ListResult result = end.result();
    int errors = 0;
    for (Outcome outcome : Outcome.values()) {
      errors += kind(outcome).equals("error") ? result.count(outcome) : 0;
    }
    xml.open(
        "testsuite",
        "name",
        suite,
        "time",
        seconds(result.nanos()),
        "timestamp",
        head.started().truncatedTo(ChronoUnit.MILLIS).toString(),
        "tests",
        Integer.toString(result.tasks()),
        "errors",
        Integer.toString(errors),
        "skipped",
        Integer.toString(result.count(Outcome.CANCELLED)),
        "failures",
        Integer.toString(result.count(Outcome.FAILED)),
        "flakes",
        Integer.toString(result.flaky()));
    xml.line();
    return new Cases(xml);
  }

  /** The cases of a report that was begun. */
  final class Cases implements EndedTask.QuickSink {
    private final Markup xml;
    private final Bytes line = new Bytes();

    /** What stands between a name and a time. */
    private final byte[] between =
        ("\" classname=\"" + suite + "\" time=\"").getBytes(StandardCharsets.UTF_8);

    private final boolean plain = Markup.verbatim(suite);

    private Cases(Markup xml) {
      this.xml = xml;
    }

    /** Through the platform's writer they take five times as long. */
    @Override
    public void take(QuietTask task) throws IOException {
      line.clear();
      line.add(OPEN, 0);
      if (plain && task.addVerbatim(line)) {
        line.add(between, 0).millis(Math.max(0, task.nanos) / 1_000_000).add(CLOSE, 0);
        xml.markup(line);
      } else {
        open(xml, task.id(), task.nanos);
        xml.close().line();
      }
    }

    @Override
    public void take(EndedTask task) throws IOException {
      testCase(xml, task);
    }

    /** After the last task. */
    void end() throws IOException {
      xml.close().line().end();
    }
  }

  private void testCase(Markup xml, EndedTask task) throws IOException {
    Attempt last = task.last();
    open(xml, task.id(), last.span().nanos());
    String kind = kind(task.outcome());
    if (kind.equals("failure")) {
      verdict(xml, kind, last);
    }
    earlier(xml, task, "Failure");
    if (kind.equals("skipped")) {
      Failure failure = last.failure();
      xml.empty("skipped", "message", failure == null ? "" : Words.message(failure.headline()));
    } else if (kind.equals("error")) {
      verdict(xml, kind, last);
    }
    earlier(xml, task, "Error");
    output(xml, task);
    xml.close();
    xml.line();
  }

  private void open(Markup xml, String id, long nanos) throws IOException {
    xml.open("testcase", "name", id, "classname", suite, "time", seconds(nanos));
  }

  private static String kind(Outcome outcome) {
    return switch (outcome) {
      case PASSED, UP_TO_DATE -> "";
      case FAILED -> "failure";
      case TIMED_OUT, CRASHED, OUT_OF_MEMORY -> "error";
      case CANCELLED -> "skipped";
    };
  }

  private void verdict(Markup xml, String kind, Attempt attempt) throws IOException {
    xml.leaf(kind, stack(attempt), "message", message(attempt), "type", type(attempt));
  }

  /** The attempts before the last that ended so. */
  private void earlier(Markup xml, EndedTask task, String suffix) throws IOException {
    String prefix = task.outcome().good() ? "flaky" : "rerun";
    for (EndedAttempt ended : task.attempts().subList(0, task.attempts().size() - 1)) {
      Attempt attempt = ended.attempt();
      boolean failure = kind(attempt.outcome()).equals("failure");
      if (failure == suffix.equals("Failure")) {
        xml.open(prefix + suffix, "message", message(attempt), "type", type(attempt));
        xml.leaf("stackTrace", stack(attempt));
        xml.close();
      }
    }
  }

  private void output(Markup xml, EndedTask task) throws IOException {
    if (task.log().isEmpty() || evidence > MOST_EVIDENCE) {
      return;
    }
    int most = task.outcome().good() ? MOST_OUTPUT : MOST_BAD_OUTPUT;
    String output = LogText.output(directory, task, most);
    if (!output.isEmpty()) {
      evidence += output.length();
      xml.leaf("system-out", output);
    }
  }

  private static String message(Attempt attempt) {
    Failure failure = attempt.failure();
    return failure == null ? attempt.outcome().label() : Words.message(failure.message());
  }

  /** The exception's class; where there is none, what kind of end it was. */
  private static String type(Attempt attempt) {
    Failure failure = attempt.failure();
    return failure == null || failure.type().isEmpty()
        ? "parallel-exec." + attempt.outcome().label()
        : failure.type();
  }

  private String stack(Attempt attempt) {
    Failure failure = attempt.failure();
    if (failure == null) {
      return attempt.outcome().label();
    }
    String stack = failure.stack().isEmpty() ? failure.message() : failure.stack();
    boolean cut = evidence > MOST_EVIDENCE && stack.length() > MOST_LATE_STACK;
    evidence += stack.length();
    return cut ? stack.substring(0, MOST_LATE_STACK) + "…" : stack;
  }

  /** Surefire's reader wants a point, three digits, and no exponent. */
  private static String seconds(long nanos) {
    return new Bytes().millis(Math.max(0, nanos) / 1_000_000).toString();
  }
}
