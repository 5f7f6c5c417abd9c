package dev.parallelexec.mojo;

import dev.parallelexec.history.History;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.report.ListReport;
import dev.parallelexec.task.Outcome;

/**
 * What belongs to one list while it runs; equal to itself alone. Deliberately no record: the first
 * {@code hashCode} of one makes the JVM spin some forty classes, which takes longer than a short
 * list.
 */
final class Running {
  private final ListReport report;
  private final History history;
  private final PlannedTasks tasks;

  /**
   * Of one list.
   *
   * @param report tells of it
   * @param history of its execution
   * @param tasks of it
   */
  Running(ListReport report, History history, PlannedTasks tasks) {
    this.report = report;
    this.history = history;
    this.tasks = tasks;
  }

  ListReport report() {
    return report;
  }

  History history() {
    return history;
  }

  PlannedTasks tasks() {
    return tasks;
  }

  /**
   * The list has ended, with this result; what its history has to say is still told.
   *
   * @param mistaken whether it was another list than was meant, whose history stays as it was
   */
  void ended(ListResult result, boolean mistaken) {
    boolean whole = tasks.exhausted() && result.count(Outcome.CANCELLED) == 0;
    history.close(whole && !mistaken);
  }

  /** Maven is being stopped: what is known is written and kept. On any thread. */
  void stopped(String reason) {
    history.flush();
    report.finishStopped(reason);
  }

  /** Whatever happened: nothing of it goes on. */
  void close() {
    history.close();
    report.close();
  }
}
