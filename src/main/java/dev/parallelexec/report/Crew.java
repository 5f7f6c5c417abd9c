package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who works, and who had to be replaced: a worker that ended with a task is restarted, one that was
 * recycled after its share of tasks is not worth a line.
 */
final class Crew implements ReportPart {
  private final Map<Integer, Long> pids = new HashMap<>();

  /** Process ids of workers that ended with their task, until they are replaced. */
  private final Set<Long> lost = new HashSet<>();

  private int restarts;

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    Outcome outcome = attempt.outcome();
    long pid = attempt.span().pid();
    if (pid != 0
        && (outcome == Outcome.CRASHED
            || outcome == Outcome.TIMED_OUT
            || outcome == Outcome.OUT_OF_MEMORY)) {
      lost.add(pid);
    }
  }

  /** Takes note of a worker; whether it replaces one that was lost. */
  boolean replaces(Worker worker) {
    Long before = pids.put(worker.slot(), worker.pid());
    boolean replaces = before != null && before != worker.pid() && lost.remove(before);
    restarts += replaces ? 1 : 0;
    return replaces;
  }

  /** How many slots had a worker. */
  int size() {
    return pids.size();
  }

  int restarts() {
    return restarts;
  }
}
