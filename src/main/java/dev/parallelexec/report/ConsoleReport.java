package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells of a list on the console: decides what is said; others draw it. */
final class ConsoleReport implements ReportPart {
  /** Above so many tasks a pass is counted, not listed. */
  static final int LISTED_TASKS = 200;

  /** After so many failures they get one line each, after ten times as many none. */
  static final int MOST_BLOCKS = 100;

  private static final int COUNTERS = 10;

  private final ListHead head;
  private final ReportOptions options;
  private final Console console;
  private final Progress progress;
  private final TaskLogs logs;
  private final LiveFooter footer;
  private final StatusLines lines;
  private final LiveLines live = new LiveLines();

  /** Lines, with their evidence, about attempts that did not pass. */
  private int blocks;

  private int leaks;
  private int nextCounter;

  ConsoleReport(
      ListHead head,
      ReportOptions options,
      Console console,
      Progress progress,
      TaskLogs logs,
      LiveFooter footer) {
    this.head = head;
    this.options = options;
    this.console = console;
    this.progress = progress;
    this.logs = logs;
    this.footer = footer;
    this.lines = new StatusLines(head, new Ink(console.color()));
    this.nextCounter = Math.max(LISTED_TASKS, head.size() / COUNTERS);
  }

  @Override
  public void start() {
    info(lines.first());
  }

  @Override
  public void output(Task task, int number, Stream stream, byte[] bytes, int length) {
    if (kind() == OutputKind.LINE && console.infoEnabled()) {
      live.add(task.index(), stream, bytes, length, logs.shown(task))
          .forEach(line -> live(task, line));
    }
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    live.rest(task.index()).forEach(line -> live(task, line));
    if (lines.tellsOfLeaks(attempt) && ++leaks <= MOST_BLOCKS) {
      console.warn(lines.leak(task, attempt));
    }
    if (again) {
      block(Level.WARN, lines.again(task, attempt), task, attempt);
    }
  }

  @Override
  public void finished(TaskResult result) {
    if (result.outcome().good()) {
      passed(result);
    } else if (result.last().number() > 0) {
      failed(result);
    }
    count();
  }

  @Override
  public void slow(Progress.Running attempt) {
    long passed = SlowWatch.passed(options.view().slowNanos(), progress.nanos(attempt));
    console.warn(lines.slow(attempt, passed));
  }

  @Override
  public void stopping(
      Task task, int number, Worker worker, String reason, Duration grace, boolean dumped) {
    String log = dumped ? logs.path(task) : "";
    console.warn(lines.stopping(task, progress.nanos(task), reason, log, grace));
  }

  @Override
  public void notice(String text) {
    info(head.prefix() + text);
  }

  /** What is up to date is only counted: a build that has nothing to do says little. */
  private void passed(TaskResult result) {
    if (!console.infoEnabled() || result.outcome() == Outcome.UP_TO_DATE) {
      return;
    }
    String log = logs.shown(result.task());
    boolean all = kind() == OutputKind.GROUP;
    String output =
        Evidence.output(
            capture(result.task()), all ? Evidence.Output.ALL : Evidence.Output.NONE, log);
    if (!output.isEmpty()) {
      console.folded(lines.finished(result, progress.done()), output);
    } else if (listed()) {
      console.info(lines.finished(result, progress.done()));
    }
  }

  private void failed(TaskResult result) {
    Attempt last = result.last();
    String line = lines.finished(result, progress.done());
    block(Level.of(last.outcome()), line, result.task(), last);
  }

  private void block(Level level, String line, Task task, Attempt attempt) {
    blocks++;
    if (blocks <= MOST_BLOCKS * 10) {
      level.print(console, line + (blocks <= MOST_BLOCKS ? evidence(task, attempt) : ""));
    }
  }

  private String evidence(Task task, Attempt attempt) {
    String log = logs.shown(task);
    Failure failure = attempt.failure();
    String why = failure == null ? "" : Evidence.failure(task, attempt, failure);
    String output = Evidence.output(capture(task), wanted(attempt.outcome()), log);
    return why + output + (log.isEmpty() ? "" : "\n    log " + log);
  }

  /** What was shown live is not shown again, but for the last words of one that died. */
  private Evidence.Output wanted(Outcome outcome) {
    return switch (kind()) {
      case NONE -> Evidence.Output.NONE;
      case LINE -> {
        if (!console.infoEnabled()) {
          yield Evidence.Output.ALL;
        }
        yield outcome == Outcome.CRASHED ? Evidence.Output.LAST_LINES : Evidence.Output.NONE;
      }
      case AUTO, GROUP, FAILURES -> Evidence.Output.ALL;
    };
  }

  private void count() {
    int done = progress.done();
    boolean told = listed() || footer.on() || options.view().progress() == ProgressKind.NONE;
    if (told || done < nextCounter) {
      return;
    }
    if (done != head.size()) {
      info(lines.counter(progress));
    }
    nextCounter =
        head.size() < 0 ? done * 2 : done + Math.max(1, (head.size() + COUNTERS - 1) / COUNTERS);
  }

  /** Whether the list is short enough, as far as is known, for a line a task. */
  private boolean listed() {
    int most = footer.on() ? OutputKind.GROUPED_TASKS : LISTED_TASKS;
    return Math.max(head.size(), progress.done()) <= most;
  }

  private OutputKind kind() {
    return options.output().of(Math.max(head.size(), progress.done()));
  }

  private @Nullable Capture capture(Task task) {
    TaskLog log = logs.of(task);
    return log == null ? null : log.capture();
  }

  private void live(Task task, String line) {
    console.info(head.prefix() + Words.id(task.id()) + " | " + line);
  }

  private void info(String text) {
    if (console.infoEnabled()) {
      console.info(text);
    }
  }
}
