package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Mode;
import dev.parallelexec.task.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Draws the lines at the end of a list. */
final class SummaryLines {
  static final String RULE = "-".repeat(72);
  private static final int MOST_NAMES = 10;

  private SummaryLines() {}

  /**
   * {@code Summary [ 1m 05s] 120 tasks: 119 passed (2 slow, 1 flaky), 1 failed}; no zeros but
   * passed.
   *
   * @param slow how many of those that passed ran longer than expected
   */
  static String summary(ListResult result, int slow, Ink ink) {
    String time = StatusLines.duration(result.nanos());
    return "  Summary " + time + " " + counts(result, slow, ink);
  }

  /** The same without the time. */
  static String counts(ListResult result, int slow, Ink ink) {
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      int count = result.count(outcome);
      if (count > 0 || (outcome == Outcome.PASSED && result.count(Outcome.UP_TO_DATE) == 0)) {
        String text = count + " " + outcome.label().replace('-', ' ');
        text = outcome == Outcome.UP_TO_DATE ? count + " up to date" : text;
        parts.add(count == 0 ? text : ink.of(outcome, text) + oddities(outcome, result, slow, ink));
      }
    }
    return Words.tasks(result.tasks()) + ": " + String.join(", ", parts);
  }

  /**
   * How well the workers were used; empty where that says nothing: one task after another, or
   * nothing that took any time.
   *
   * @param crew the workers that took part
   */
  static String workers(ListHead head, ListResult result, Crew crew) {
    int used = crew.size();
    int restarts = crew.restarts();
    String restarted = restarts == 0 ? "" : ", " + restarts + " restarted";
    boolean telling =
        head.mode() != Mode.APPLY
            && result.tasks() > 1
            && used > 0
            && result.nanos() >= 100_000_000L
            && result.taskNanos() > 0;
    if (!telling) {
      return restarts == 0 ? "" : "  Workers  " + Math.max(1, used) + restarted;
    }
    long busy =
        Math.min(100, Math.round(100.0 * result.taskNanos() / result.nanos() / crew.lanes()));
    double faster = (double) result.taskNanos() / result.nanos();
    String times =
        faster < 1.05 ? "" : String.format(Locale.ROOT, " = %.1f x faster than one by one", faster);
    String time = Durations.text(result.taskNanos());
    return "  Workers  " + used + restarted + ", busy " + busy + " %, task time " + time + times;
  }

  /** {@code CANCELLED after 31.00s: 57 of 120 done, 4 were running: a (3.00s), …}. */
  static String stopped(ListHead head, ListEnd end, Progress progress) {
    ListResult result = end.result();
    int done = result.tasks() - result.count(Outcome.CANCELLED);
    List<Progress.Running> running = end.running();
    String of = head.size() < 0 ? Words.tasks(done) : done + " of " + head.size();
    String names =
        running.stream()
            .limit(MOST_NAMES)
            .map(
                attempt ->
                    Words.id(attempt.task().id())
                        + " ("
                        + Durations.text(progress.nanos(attempt))
                        + ")")
            .collect(Collectors.joining(", "));
    int more = running.size() - MOST_NAMES;
    return "CANCELLED after "
        + Durations.text(result.nanos())
        + ", "
        + Words.message(end.stopped())
        + ": "
        + of
        + " done"
        + (running.isEmpty() ? "" : ", " + running.size() + " running: " + names)
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** {@code Leaks 3 tasks left processes or threads behind}. */
  static String leaked(int tasks) {
    return "  Leaks    " + Words.tasks(tasks) + " left processes or threads behind";
  }

  /** {@code still running after 00:30: 57/120 done, 1 failed, 4 running (longest a 28s)…}. */
  static String beat(ListHead head, Progress progress, Estimate estimate) {
    String of = head.size() < 0 ? "" : "/" + head.size();
    String bad = progress.bad() == 0 ? "" : ", " + progress.bad() + " failed";
    List<Progress.Running> running = progress.running();
    String longest =
        running.stream()
            .max(Comparator.comparingLong(progress::nanos))
            .map(
                attempt ->
                    " (longest "
                        + Words.id(attempt.task().id())
                        + " "
                        + Durations.whole(progress.nanos(attempt))
                        + ")")
            .orElse("");
    OptionalLong left = estimate.left();
    return "still running after "
        + Durations.clock(progress.nanos())
        + ": "
        + progress.done()
        + of
        + " done"
        + bad
        + ", "
        + running.size()
        + " running"
        + longest
        + (left.isEmpty() ? "" : ", about " + Durations.clock(left.getAsLong()) + " left");
  }

  private static String oddities(Outcome outcome, ListResult result, int slow, Ink ink) {
    List<String> odd = new ArrayList<>();
    if (outcome == Outcome.PASSED && slow > 0) {
      odd.add(ink.doubtful(slow + " slow"));
    }
    if (outcome == Outcome.PASSED && result.flaky() > 0) {
      odd.add(ink.doubtful(result.flaky() + " flaky"));
    }
    return odd.isEmpty() ? "" : " (" + String.join(", ", odd) + ")";
  }
}
