package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells of a list on the console: decides what is said; others draw it. */
final class ConsoleReport implements ReportPart {
  /** Above so many tasks a pass is counted, not listed. */
  static final int LISTED_TASKS = 200;

  /** After so many failures they get one line each, after ten times as many none. */
  static final int MOST_BLOCKS = 100;

  private static final int COUNTERS = 10;
  private static final int MOST_RECALLED = 100;
  private static final int MOST_NOTES = 20;
  private static final int MOST_WORKER_LINES = 200;

  private final ListHead head;
  private final ReportOptions options;
  private final Console console;
  private final Progress progress;
  private final TaskLogs logs;
  private final ResultsFile results;
  private final Ink ink;
  private final StatusLines lines;
  private final Crew crew = new Crew();
  private final LiveLines live = new LiveLines();
  private final List<TaskResult> flaky = new ArrayList<>();

  /** Lines, with their evidence, about attempts that did not pass. */
  private int blocks;

  private int workerLines;
  private int leaks;
  private int leaked;
  private int nextCounter;

  ConsoleReport(
      ListHead head,
      ReportOptions options,
      Console console,
      Progress progress,
      TaskLogs logs,
      ResultsFile results) {
    this.head = head;
    this.options = options;
    this.console = console;
    this.progress = progress;
    this.logs = logs;
    this.results = results;
    this.ink = new Ink(console.color());
    this.lines = new StatusLines(head, ink);
    this.nextCounter = Math.max(LISTED_TASKS, head.size() / COUNTERS);
  }

  @Override
  public void start() {
    info(lines.first());
  }

  @Override
  public void output(Task task, int number, Stream stream, byte[] bytes, int length) {
    if (kind() == OutputKind.LINE && console.infoEnabled()) {
      live.add(task.index(), stream, bytes, length).forEach(line -> live(task, line));
    }
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    crew.attemptEnded(task, attempt, again);
    live.rest(task.index()).forEach(line -> live(task, line));
    if (lines.tellsOfLeaks(attempt) && ++leaks <= MOST_RECALLED) {
      console.warn(lines.leak(task, attempt));
    }
    if (again) {
      block(Level.WARN, lines.again(task, attempt), task, attempt);
    }
  }

  @Override
  public void finished(TaskResult result) {
    if (result.flaky() && flaky.size() < MOST_RECALLED) {
      flaky.add(result);
    }
    leaked += result.leaks().isEmpty() ? 0 : 1;
    if (result.outcome().good()) {
      passed(result);
    } else if (result.last().number() > 0) {
      failed(result);
    }
    count();
  }

  @Override
  public void workerStarted(Worker worker) {
    if (crew.replaces(worker)) {
      String text =
          " ".repeat(Level.INFO.width)
              + "worker "
              + worker.slot()
              + " replaced (restart "
              + crew.restarts()
              + ")";
      if (crew.restarts() <= MOST_NOTES) {
        info(head.prefix() + text);
      }
    }
  }

  @Override
  public void workerOutput(Worker worker, Stream stream, byte[] bytes, int length) {
    live.add(worker, stream, bytes, length).forEach(line -> worker(worker, line));
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    live.rest(worker).forEach(line -> worker(worker, line));
    String pid = worker.pid() == 0 ? "" : " pid " + worker.pid();
    console.debug(head.prefix() + "worker " + worker.slot() + pid + " ended: " + reason);
  }

  @Override
  public void notice(String text) {
    info(head.prefix() + text);
  }

  @Override
  public void end(ListEnd end) {
    if (!end.stopped().isEmpty()) {
      console.warn(head.prefix() + SummaryLines.stopped(head, end, progress));
      return;
    }
    ListResult result = end.result();
    info(head.prefix() + SummaryLines.RULE);
    info(head.prefix() + SummaryLines.summary(result, ink));
    String workers = SummaryLines.workers(head, result, crew.size(), crew.restarts());
    if (!workers.isEmpty()) {
      info(head.prefix() + workers);
    }
    if (leaked > 0) {
      console.warn(head.prefix() + SummaryLines.leaked(leaked));
    }
    // Under -q the failures are all that was printed: no need for them twice.
    if (console.infoEnabled() && result.tasks() > 1) {
      recall(result);
    }
    if (results.written()) {
      info(head.prefix() + "  Report  " + options.shown(results.file()));
    }
  }

  private void passed(TaskResult result) {
    if (!console.infoEnabled()) {
      return;
    }
    String log = logs.shown(result.task());
    boolean all = kind() == OutputKind.GROUP;
    String output =
        Evidence.output(
            capture(result.task()), all ? Evidence.Output.ALL : Evidence.Output.NONE, log);
    if (listed() || !output.isEmpty()) {
      console.info(lines.finished(result, progress.done()) + output);
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

  private void recall(ListResult result) {
    flaky.forEach(task -> console.warn(lines.flaky(task)));
    result.notPassed().stream()
        .limit(MOST_RECALLED)
        .forEach(task -> Level.of(task.outcome()).print(console, lines.recalled(task)));
    int bad = progress.bad();
    if (bad > MOST_RECALLED) {
      console.error(head.prefix() + "    and " + (bad - MOST_RECALLED) + " more");
    }
  }

  private void count() {
    int done = progress.done();
    if (listed() || done < nextCounter) {
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
    return Math.max(head.size(), progress.done()) <= LISTED_TASKS;
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

  private void worker(Worker worker, String line) {
    String text = head.prefix() + "worker " + worker.slot() + " | " + line;
    workerLines++;
    if (kind() == OutputKind.NONE || workerLines > MOST_WORKER_LINES) {
      console.debug(text);
    } else {
      info(text);
    }
  }

  private void info(String text) {
    if (console.infoEnabled()) {
      console.info(text);
    }
  }
}
