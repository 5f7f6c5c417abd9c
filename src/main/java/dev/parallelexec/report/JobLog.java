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
      "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";

  /** Of one that ended without an exit code: GNU parallel has it for jobs that it killed itself. */
  private static final int KILLED = -1;

  private final LineFile file;
  private final StringBuilder line = new StringBuilder(256);

  JobLog(ReportOptions options, Console console) {
    this.file = new LineFile(options.directory().resolve(NAME), console);
  }

  @Override
  public void start() {
    file.open();
    line.append(HEAD);
    write();
  }

  @Override
  public void finished(TaskResult result) {
    Attempt last = result.last();
    if (last.number() == 0) {
      return;
    }
    line.append(result.task().index() + 1).append("\t:\t");
    millis(last.span().startedMillis());
    line.append('\t');
    millis(last.span().nanos() / 1_000_000);
    line.append("\t0\t0\t").append(exitCode(last)).append('\t').append(signal(last)).append('\t');
    line.append(result.task().call().text());
    for (String argument : result.arguments()) {
      line.append(' ');
      ShellText.append(line, argument);
    }
    line.append('\n');
    write();
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

  private void write() {
    byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
    file.write(bytes, 0, bytes.length);
    line.setLength(0);
  }

  /** Seconds with three digits. */
  private void millis(long millis) {
    long rest = millis % 1_000;
    line.append(millis / 1_000).append(rest < 10 ? ".00" : rest < 100 ? ".0" : ".").append(rest);
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
}
