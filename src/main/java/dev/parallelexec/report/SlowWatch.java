package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Notices attempts that run long: once after {@link View#slowAfter}, then whenever that time has
 * doubled.
 */
final class SlowWatch implements ReportPart {
  private final Progress progress;
  private final long slowNanos;
  private final Consumer<Progress.Running> told;

  /** By the index of the task: how long it may run until it is told of the next time. */
  private final Map<Integer, Long> next = new HashMap<>();

  SlowWatch(Progress progress, View view, Consumer<Progress.Running> told) {
    this.progress = progress;
    this.slowNanos = view.slowNanos();
    this.told = told;
  }

  @Override
  public void tick() {
    if (slowNanos == Long.MAX_VALUE) {
      return;
    }
    for (Progress.Running attempt : progress.running()) {
      long nanos = progress.nanos(attempt);
      int index = attempt.task().index();
      if (nanos >= next.getOrDefault(index, slowNanos)) {
        next.put(index, 2 * passed(slowNanos, nanos));
        told.accept(attempt);
      }
    }
  }

  @Override
  public void takenBack(Task task, int number, Worker worker, String reason) {
    next.remove(task.index());
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    next.remove(task.index());
  }

  /** The longest of the times that are told of which has passed. */
  static long passed(long slowNanos, long nanos) {
    long passed = slowNanos;
    while (passed <= nanos / 2) {
      passed *= 2;
    }
    return passed;
  }
}
