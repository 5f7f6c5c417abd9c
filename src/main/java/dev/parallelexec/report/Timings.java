package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When attempts began to wait, started and ended, on one clock. Holds only what is under way: a
 * task is forgotten when it is {@linkplain #release released}.
 */
final class Timings implements ReportPart {
  /**
   * An attempt's place in time.
   *
   * @param waitNanos how long it waited for a worker
   * @param startNanos when it started, since the list began
   */
  record Time(long waitNanos, long startNanos) {
    static final Time NONE = new Time(0, 0);
  }

  private final LongSupplier nanoTime;
  private final long begin;
  private final Map<Integer, Ways> open = new HashMap<>();

  /** By slot, of workers with one thread: when its last attempt ended. */
  private long[] ends = new long[8];

  /** By lane, of the others. */
  private final Map<Integer, Long> laneEnds = new HashMap<>();

  private int waiting;
  private long latest;

  Timings(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /** Nanoseconds since the list began. */
  long now() {
    return nanoTime.getAsLong() - begin;
  }

  /** The same, to be remembered. */
  long take() {
    latest = now();
    return latest;
  }

  /**
   * When an attempt was submitted, started, taken back or ended last, or somebody took the time:
   * for those who are told of the same event next, since looking at the clock has its price, too.
   */
  long latest() {
    return latest;
  }

  /** How many attempts wait for a worker. */
  int waiting() {
    return waiting;
  }

  @Override
  public void submitted(Task task, int number) {
    waiting++;
    ways(task).submitted = take();
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    Ways ways = ways(task);
    ways.started = take();
    if (ways.submitted >= 0) {
      waiting--;
    }
  }

  /** It waits once more. */
  @Override
  public void takenBack(Task task, int number, Worker worker, String reason) {
    Ways ways = ways(task);
    waiting++;
    ways.submitted = take();
    ways.started = -1;
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    Ways ways = ways(task);
    long now = take();
    if (attempt.number() > 0) {
      ways.put(attempt.number(), time(ways, attempt, now));
    }
    if (ways.started < 0 && ways.submitted >= 0) {
      waiting--;
    }
    ways.submitted = -1;
    ways.started = -1;
  }

  /** Of an attempt that has ended, or of one that is ended by the end of the list. */
  Time of(Task task, Attempt attempt) {
    Ways ways = open.get(task.index());
    if (ways == null || attempt.number() == 0) {
      return Time.NONE;
    }
    Time known = ways.of(attempt.number());
    return known != null ? known : time(ways, attempt, now());
  }

  /** The task has been told of everywhere. */
  void release(Task task) {
    Ways ways = open.remove(task.index());
    if (ways != null && ways.submitted >= 0 && ways.started < 0) {
      waiting--;
    }
  }

  /** The worker's own measure of the duration counts; it is placed where it fits on its slot. */
  private Time time(Ways ways, Attempt attempt, long now) {
    int slot = attempt.span().slot();
    if (slot == 0) {
      return Time.NONE;
    }
    int lane = LaneNumber.of(slot, attempt.span().thread());
    long nanos = attempt.span().nanos();
    long start = Math.min(ways.started >= 0 ? ways.started : Long.MAX_VALUE, now - nanos);
    start = Math.max(0, start);
    long wait = ways.submitted >= 0 ? Math.max(0, start - ways.submitted) : 0;
    start = Math.max(start, end(lane));
    end(lane, start + nanos);
    return new Time(wait, start);
  }

  private long end(int lane) {
    return lane < ends.length ? ends[lane] : laneEnds.getOrDefault(lane, 0L);
  }

  private void end(int lane, long nanos) {
    if (lane >= ends.length && !LaneNumber.isThread(lane)) {
      ends = Arrays.copyOf(ends, Math.max(lane + 1, ends.length * 2));
    }
    if (lane < ends.length) {
      ends[lane] = nanos;
    } else {
      laneEnds.put(lane, nanos);
    }
  }

  private Ways ways(Task task) {
    Ways known = open.get(task.index());
    if (known == null) {
      known = new Ways();
      open.put(task.index(), known);
    }
    return known;
  }

  /** Of one task; nearly all have one attempt. */
  private static final class Ways {
    private long submitted = -1;
    private long started = -1;
    private Time[] times = {};

    void put(int number, Time time) {
      if (number > times.length) {
        times = Arrays.copyOf(times, number);
      }
      times[number - 1] = time;
    }

    @Nullable Time of(int number) {
      return number <= times.length ? times[number - 1] : null;
    }
  }
}
