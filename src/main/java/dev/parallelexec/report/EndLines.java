package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Says on the console what came of a list: how many tasks, how fast, and once more what did not
 * pass, because by then it has scrolled away.
 */
final class EndLines implements ReportPart {
  private static final int MOST_RECALLED = 100;

  private final ListHead head;
  private final ReportOptions options;
  private final Console console;
  private final Progress progress;
  private final Crew crew;
  private final ResultsFile results;
  private final Ink ink;
  private final StatusLines lines;
  private final List<TaskResult> flaky = new ArrayList<>();
  private int slow;
  private int leaked;

  EndLines(
      ListHead head,
      ReportOptions options,
      Console console,
      Progress progress,
      Crew crew,
      ResultsFile results) {
    this.head = head;
    this.options = options;
    this.console = console;
    this.progress = progress;
    this.crew = crew;
    this.results = results;
    this.ink = new Ink(console.color());
    this.lines = new StatusLines(head, ink);
  }

  @Override
  public void finished(TaskResult result) {
    if (result.flaky() && flaky.size() < MOST_RECALLED) {
      flaky.add(result);
    }
    leaked += result.leaks().isEmpty() ? 0 : 1;
    boolean passed = result.outcome() == Outcome.PASSED;
    slow += passed && result.last().span().nanos() >= options.view().slowNanos() ? 1 : 0;
  }

  @Override
  public void end(ListEnd end) {
    if (!end.stopped().isEmpty()) {
      console.warn(head.prefix() + SummaryLines.stopped(head, end, progress));
      again(options.view().again().get().unfinished());
      return;
    }
    ListResult result = end.result();
    info(head.prefix() + SummaryLines.RULE);
    info(head.prefix() + SummaryLines.summary(result, slow, ink));
    String workers = SummaryLines.workers(head, result, crew);
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
    if (!result.good()) {
      boolean all = result.count(Outcome.CANCELLED) == 0;
      again(
          all ? options.view().again().get().failed() : options.view().again().get().unfinished());
    }
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

  private void again(String command) {
    if (!command.isEmpty()) {
      String below = "\n" + " ".repeat("  Again   ".length());
      info(head.prefix() + "  Again   " + command.replace("\n", below));
    }
  }

  private void info(String text) {
    if (console.infoEnabled()) {
      console.info(text);
    }
  }
}
