package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.nio.charset.StandardCharsets;

/**
 * {@code joblog.tsv}: the columns of GNU parallel's {@code --joblog}, a line for each task that
 * ran, in the order in which they end.
 */
final class JobLog implements ReportPart {
  static final String NAME = "joblog.tsv";
  private static final String HEAD =
      "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand";

  /** Nothing was sent or received. */
  private static final byte[] NOTHING_SENT = "\t0\t0\t".getBytes(StandardCharsets.US_ASCII);

  /** The same, and the exit code and the signal of a task that passed. */
  private static final byte[] SUCCESS = "\t0\t0\t0\t0\t".getBytes(StandardCharsets.US_ASCII);

  /** Of one that ended without an exit code: GNU parallel has it for jobs that it killed itself. */
  private static final int KILLED = -1;

  private final Nodes nodes;
  private final LineFile file;
  private final Millis started = new Millis();
  private final Millis took = new Millis();
  private final CallText calls = new CallText();

  JobLog(ReportOptions options, Nodes nodes, Console console) {
    this.nodes = nodes;
    this.file = new LineFile(options.directory().resolve(NAME), console);
  }

  @Override
  public void start() {
    file.open();
    file.begin().add(HEAD);
    file.end();
  }

  @Override
  public void finished(TaskResult result) {
    Attempt last = result.last();
    if (last.number() == 0) {
      return;
    }
    Bytes line = file.begin();
    String node = nodes.of(last.span().slot());
    line.decimal(result.task().index() + 1L).add('\t');
    // As GNU parallel has it: a colon is this host.
    line.add(node.isEmpty() ? ":" : node).add('\t');
    line.add(started.of(last.span().startedMillis())).add('\t');
    line.add(took.of(last.span().nanos() / 1_000_000));
    if (last.outcome() == Outcome.PASSED && last.failure() == null) {
      line.add(SUCCESS, 0);
    } else {
      line.add(NOTHING_SENT, 0);
      line.decimal(exitCode(last)).add('\t').decimal(signal(last)).add('\t');
    }
    line.add(calls.bytes(result.task().call()), 0);
    for (String argument : result.arguments()) {
      line.add(' ').add(ShellText.quoted(argument));
    }
    file.end();
  }

  @Override
  public void tick() {
    file.flush();
  }

  @Override
  public void end(ListEnd end) {
    file.close();
  }

  @Override
  public void close() {
    file.close();
  }

  private static int exitCode(Attempt attempt) {
    Failure failure = attempt.failure();
    Integer code = failure == null ? null : failure.exitCode();
    if (code != null) {
      return code;
    }
    return attempt.outcome() == Outcome.PASSED
        ? 0
        : attempt.outcome() == Outcome.FAILED ? 1 : KILLED;
  }

  /** The signal's number, from the exit code that a shell would see. */
  private static int signal(Attempt attempt) {
    Failure failure = attempt.failure();
    Integer code = failure == null ? null : failure.exitCode();
    boolean signalled = failure != null && !failure.signal().isEmpty();
    return signalled && code != null && code > 128 ? code - 128 : 0;
  }

  /** Seconds as text. Short tasks mostly have those of the one before, so they are drawn once. */
  private static final class Millis {
    private final Bytes text = new Bytes();
    private long drawn = -1;

    Bytes of(long millis) {
      if (millis != drawn) {
        drawn = millis;
        text.clear();
        text.millis(millis);
      }
      return text;
    }
  }
}
