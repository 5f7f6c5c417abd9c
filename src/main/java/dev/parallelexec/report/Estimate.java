package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * Foretells how long a list still takes, by how fast its last tasks ended: what was slow an hour
 * ago says little of what comes.
 */
final class Estimate implements ReportPart {
  /** So many tasks are looked back at. */
  static final int WINDOW = 64;

  private record End(long at, long nanos) {}

  private final ListHead head;
  private final Progress progress;
  private final ArrayDeque<End> ends = new ArrayDeque<>();

  /** On the list's own clock: before the first of {@link #ends} began to count. */
  private long from = -1;

  private long sum;

  Estimate(ListHead head, Progress progress) {
    this.head = head;
    this.progress = progress;
  }

  /** Time until a first worker was ready says nothing about tasks. */
  @Override
  public void started(Task task, int number, Worker worker) {
    if (from < 0) {
      from = progress.nanos();
    }
  }

  @Override
  public void finished(TaskResult result) {
    if (result.last().number() == 0) {
      return; // never ran
    }
    long nanos = 0;
    for (Attempt attempt : result.attempts()) {
      nanos += attempt.span().nanos();
    }
    ends.add(new End(progress.nanos(), nanos));
    sum += nanos;
    if (ends.size() > WINDOW) {
      End gone = ends.remove();
      from = gone.at;
      sum -= gone.nanos;
    }
  }

  /**
   * In nanoseconds; empty where nothing can be said: the number of tasks is not known, hardly any
   * has ended, or all that is left takes longer than the others did.
   */
  OptionalLong left() {
    int left = head.size() - progress.done();
    int evidence = Math.max(2, Math.min(head.workers(), head.size()));
    if (head.size() < 0 || left <= 0 || ends.size() < evidence) {
      return OptionalLong.empty();
    }
    double mean = Math.max(1, (double) sum / ends.size());
    double tasksANano = ends.size() / Math.max(1.0, (double) (progress.nanos() - from));
    double open = left;
    double longest = 0;
    for (Progress.Running attempt : progress.running()) {
      double rest = Math.max(0, mean - progress.nanos(attempt));
      open -= 1 - rest / mean;
      longest = Math.max(longest, rest);
    }
    boolean overdue = open < 1e-9;
    // Whatever waits has at least one task's time to go.
    double least = left > progress.runningCount() ? mean : longest;
    return overdue
        ? OptionalLong.empty()
        : OptionalLong.of((long) Math.max(open / tasksANano, least));
  }
}
