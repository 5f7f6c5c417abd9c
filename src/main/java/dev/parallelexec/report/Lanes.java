package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a list side by side, a lane a slot, or a thread of its worker where that runs
 * several at once. What is at least a column wide is a bar of its own; what is smaller is added up
 * by column, so that a picture of a million tasks stays as small as one of a thousand.
 */
final class Lanes {
  /**
   * An attempt: little of it, because there are many.
   *
   * @param index of its task
   * @param id of its task
   * @param number which attempt it is, from 1
   * @param outcome how it ended
   * @param startNanos when it started, since the list began
   * @param nanos how long it ran
   * @param message why it did not pass, in a line; else empty
   */
  record Bar(
      int index,
      String id,
      int number,
      Outcome outcome,
      long startNanos,
      long nanos,
      String message) {
    static Bar of(EndedTask task, EndedAttempt ended) {
      Attempt attempt = ended.attempt();
      Failure failure = attempt.failure();
      return new Bar(
          task.index(),
          task.id(),
          attempt.number(),
          attempt.outcome(),
          ended.startNanos(),
          attempt.span().nanos(),
          failure == null ? "" : Words.message(failure.headline()));
    }

    long endNanos() {
      return startNanos + nanos;
    }
  }

  /** A slot, or a thread of its worker. */
  static final class Lane {
    final int slot;

    /** See {@link LaneNumber}. */
    final int number;

    final List<Bar> bars = new ArrayList<>();

    /** Columns in which a worker died. */
    final BitSet deaths = new BitSet();

    long busyNanos;
    int attempts;

    /** By column: how long the lane was busy, with all that begins or ends there. */
    private long[] nanos = {};

    /** By column: what is too small for a bar and begins there, and the worst of its outcomes. */
    private int[] counts = {};

    private byte[] worst = {};

    Lane(int number) {
      this.number = number;
      this.slot = LaneNumber.slot(number);
    }

    private void small(int column, int columns, Outcome outcome) {
      if (counts.length == 0) {
        counts = new int[columns];
        worst = new byte[columns];
      }
      counts[column]++;
      worst[column] = (byte) Math.max(worst[column], weight(outcome));
    }

    private void busy(int column, int columns, long busy) {
      if (nanos.length == 0) {
        nanos = new long[columns];
      }
      nanos[column] += busy;
    }
  }

  /**
   * Neighbouring columns that look alike.
   *
   * @param from the first column
   * @param to the column after the last
   * @param attempts how many there are in it
   * @param nanos how long they took together
   * @param outcome the worst of them
   */
  record Run(int from, int to, int attempts, long nanos, Outcome outcome) {}

  /** See {@link #weight}. */
  private static final Outcome[] BY_WEIGHT = {
    Outcome.UP_TO_DATE,
    Outcome.PASSED,
    Outcome.CANCELLED,
    Outcome.FAILED,
    Outcome.TIMED_OUT,
    Outcome.OUT_OF_MEMORY,
    Outcome.CRASHED
  };

  private final long totalNanos;
  private final int columns;

  /** A division that would be made several times for each task. */
  private final long columnNanos;

  private final int least;
  private final TreeMap<Integer, Lane> lanes = new TreeMap<>();

  /** Those that are whole slots, for a quick look. */
  private @Nullable Lane[] bySlot = new Lane[8];

  /**
   * Draws nothing yet.
   *
   * @param totalNanos how long the list took
   * @param columns how fine the picture is
   * @param least how many columns long a bar is at least
   */
  Lanes(long totalNanos, int columns, int least) {
    this.totalNanos = Math.max(1, totalNanos);
    this.columns = columns;
    this.columnNanos = Math.max(1, this.totalNanos / columns);
    this.least = least;
  }

  void add(EndedTask task) {
    for (EndedAttempt attempt : task.attempts()) {
      if (attempt.ran()) {
        add(task, attempt);
      }
    }
  }

  private void add(EndedTask task, EndedAttempt ended) {
    Attempt attempt = ended.attempt();
    long nanos = attempt.span().nanos();
    Lane lane = lane(LaneNumber.of(attempt.span().slot(), attempt.span().thread()));
    if (add(lane, ended.startNanos(), nanos, attempt.outcome())) {
      lane.bars.add(Bar.of(task, ended));
    }
    if (attempt.outcome() == Outcome.CRASHED) {
      lane.deaths.set(column(ended.endNanos()));
    }
  }

  void add(QuietTask task) {
    Lane lane = lane(LaneNumber.of(task.slot, task.thread));
    if (add(lane, task.startNanos, task.nanos, task.outcome)) {
      lane.bars.add(
          new Bar(task.index, task.id(), 1, task.outcome, task.startNanos, task.nanos, ""));
    }
  }

  /** Whether it is long enough for a bar of its own. */
  private boolean add(Lane lane, long start, long nanos, Outcome outcome) {
    lane.busyNanos += nanos;
    lane.attempts++;
    boolean bar = nanos >= least * columnNanos;
    if (!bar) {
      lane.small(column(start), columns, outcome);
    }
    busy(lane, start, start + nanos);
    return bar;
  }

  private Lane lane(int slot) {
    if (LaneNumber.isThread(slot)) {
      return lanes.computeIfAbsent(slot, Lane::new);
    }
    if (slot >= bySlot.length) {
      bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
    }
    Lane lane = bySlot[slot];
    if (lane == null) {
      lane = new Lane(slot);
      bySlot[slot] = lane;
      lanes.put(slot, lane);
    }
    return lane;
  }

  /** The two columns at the ends; what is between them is covered by a bar. */
  private void busy(Lane lane, long from, long to) {
    int first = column(from);
    int last = column(to);
    if (first == last) {
      lane.busy(first, columns, to - from);
    } else {
      lane.busy(first, columns, (first + 1) * columnNanos - from);
      lane.busy(last, columns, Math.min(columnNanos, to - last * columnNanos));
    }
  }

  /** In the order of their slots. */
  Collection<Lane> lanes() {
    return lanes.values();
  }

  long totalNanos() {
    return totalNanos;
  }

  int columns() {
    return columns;
  }

  /** How long a column is; at least 1. */
  long columnNanos() {
    return columnNanos;
  }

  private int column(long nanos) {
    return (int) Math.min(columns - 1L, nanos / columnNanos);
  }

  /** The lanes of workers that ran nothing are not drawn. */
  boolean isEmpty() {
    return lanes.isEmpty();
  }

  /**
   * The small attempts of a lane; columns of equal outcome and like density become one run.
   *
   * @param most the most columns of a run
   */
  List<Run> runs(Lane lane, int most) {
    List<Run> runs = new ArrayList<>();
    int column = 0;
    while (column < lane.counts.length) {
      if (lane.counts[column] == 0) {
        column++;
        continue;
      }
      int from = column;
      int attempts = 0;
      long nanos = 0;
      while (column < lane.counts.length
          && column - from < most
          && lane.counts[column] > 0
          && lane.worst[column] == lane.worst[from]
          && level(lane.nanos[column]) == level(lane.nanos[from])) {
        attempts += lane.counts[column];
        nanos += lane.nanos[column];
        column++;
      }
      runs.add(new Run(from, column, attempts, nanos, BY_WEIGHT[lane.worst[from]]));
    }
    return runs;
  }

  /** How full a run is, from 1 to 4. */
  int level(Run run) {
    return level(run.nanos() / (run.to() - run.from()));
  }

  private int level(long nanos) {
    return (int) Math.min(4, 1 + 4 * nanos / columnNanos);
  }

  private static int weight(Outcome outcome) {
    return switch (outcome) {
      case UP_TO_DATE -> 0;
      case PASSED -> 1;
      case CANCELLED -> 2;
      case FAILED -> 3;
      case TIMED_OUT -> 4;
      case OUT_OF_MEMORY -> 5;
      case CRASHED -> 6;
    };
  }
}
