package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/** What a page shows of a list, gathered in one pass over its tasks; bounded. */
final class PageFacts {
  /** Up to so many tasks all are listed. */
  static final int MOST_LISTED = 20_000;

  /** Of more tasks about so many are. */
  static final int SAMPLE = 500;

  /** Of more tasks that were up to date none is listed: there is nothing to see in them. */
  static final int MOST_UP_TO_DATE = 1_000;

  static final int MOST_BAD = 300;
  static final int MOST_DOUBTFUL = 100;
  static final int SLOWEST = 8;
  private static final int COLUMNS = 1_200;
  private static final int CELLS = 40_000;

  /**
   * A task that took long.
   *
   * @param index of the task
   * @param id of the task
   * @param outcome how it ended
   * @param nanos how long its last attempt ran
   */
  record Slow(int index, String id, Outcome outcome, long nanos) implements Comparable<Slow> {
    /** Those that took longest come last. */
    @Override
    public int compareTo(Slow other) {
      return Long.compare(nanos, other.nanos);
    }
  }

  private final int tasks;
  private final int unlisted;
  private final int step;
  final Lanes lanes;
  final DurationHistogram histogram = new DurationHistogram();
  final TreeSet<Integer> bad = new TreeSet<>();
  final List<Integer> flaky = new ArrayList<>();
  final List<Integer> leaky = new ArrayList<>();

  /** Where tasks that are up to date are not listed: the others. */
  final Set<Integer> listed = new LinkedHashSet<>();

  private final PriorityQueue<Slow> slowest = new PriorityQueue<>();

  PageFacts(ListHead head, ListEnd end) {
    tasks = end.result().tasks();
    int upToDate = end.result().count(Outcome.UP_TO_DATE);
    unlisted = upToDate > MOST_UP_TO_DATE ? upToDate : 0;
    step = tasks - unlisted <= MOST_LISTED ? 1 : tasks / SAMPLE;
    int columns = Math.max(200, Math.min(COLUMNS, CELLS / head.workers()));
    // Of a long list the trace is drawn from them, too: its bars have to be a whole column long.
    lanes = new Lanes(end.result().nanos(), columns, tasks <= TraceFile.MOST_SLICES ? 1 : 2);
  }

  void add(EndedTask task) {
    lanes.add(task);
    int index = task.index();
    list(index, task.outcome());
    boolean good = task.outcome().good();
    if (!good && task.outcome() != Outcome.CANCELLED && bad.size() < MOST_BAD) {
      bad.add(index);
    }
    if (task.flaky() && flaky.size() < MOST_DOUBTFUL) {
      flaky.add(index);
    }
    if (!task.leaks().isEmpty() && leaky.size() < MOST_DOUBTFUL) {
      leaky.add(index);
    }
    if (task.last().number() > 0 && task.last().span().slot() > 0) {
      long nanos = task.last().span().nanos();
      histogram.add(nanos, good);
      if (isSlow(nanos)) {
        slow(new Slow(index, task.id(), task.outcome(), nanos));
      }
    }
  }

  void add(QuietTask task) {
    list(task.index, task.outcome);
    if (!task.ran()) {
      return;
    }
    lanes.add(task);
    histogram.add(task.nanos, true);
    if (isSlow(task.nanos)) {
      slow(new Slow(task.index, task.id(), task.outcome, task.nanos));
    }
  }

  private void list(int index, Outcome outcome) {
    if (unlisted > 0 && outcome != Outcome.UP_TO_DATE && index % step == 0) {
      listed.add(index);
    }
  }

  private boolean isSlow(long nanos) {
    Slow least = slowest.peek();
    return least == null || slowest.size() < SLOWEST || nanos > least.nanos();
  }

  private void slow(Slow task) {
    slowest.add(task);
    if (slowest.size() > SLOWEST) {
      slowest.poll();
    }
  }

  /** The slowest first. */
  List<Slow> slowest() {
    List<Slow> sorted = new ArrayList<>(slowest);
    sorted.sort(Collections.reverseOrder());
    return sorted;
  }

  /** How many tasks there are. */
  int tasks() {
    return tasks;
  }

  /** How many tasks were up to date and are not in the table; 0 where those are, too. */
  int unlisted() {
    return unlisted;
  }

  /** Whether all tasks are in the table. */
  boolean complete() {
    return step == 1 && unlisted == 0;
  }

  /** Every how manieth task is in the table. */
  int step() {
    return step;
  }

  /** Whether a task has a row of its own. */
  private boolean listed(int index) {
    return unlisted == 0 ? index % step == 0 : listed.contains(index);
  }

  /** Where a task is told of on the page; empty where it is not. */
  String link(int index) {
    return bad.contains(index) || listed(index) ? "#t" + index : "";
  }
}
