package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who works, and who had to be replaced: a worker that ended with a task is restarted. One that was
 * recycled is not, be it after its share of tasks, or after an error of its JVM that it survived:
 * nothing was lost with it. All reports count restarts by this.
 */
final class Crew implements ReportPart {
  private final Map<Integer, Long> pids = new HashMap<>();

  /** The slots whose workers are there, by number; whether one is ready for tasks. */
  private final TreeMap<Integer, Boolean> ready = new TreeMap<>();

  /** Process ids of workers that ended with their task, until they are replaced. */
  private final Set<Long> lost = new HashSet<>();

  /** How many threads a worker has, as far as they ran anything. */
  private int threads = 1;

  private int restarts;
  private long restarted;

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    Outcome outcome = attempt.outcome();
    long pid = attempt.span().pid();
    threads = Math.max(threads, attempt.span().thread());
    if (pid != 0
        && (outcome == Outcome.CRASHED
            || outcome == Outcome.TIMED_OUT
            || outcome == Outcome.OUT_OF_MEMORY)) {
      lost.add(pid);
    }
  }

  @Override
  public void takenBack(Task task, int number, Worker worker, String reason) {
    lost.add(worker.pid());
  }

  @Override
  public void workerStarting(int slot) {
    ready.put(slot, false);
  }

  @Override
  public void workerStarted(Worker worker) {
    Long before = pids.put(worker.slot(), worker.pid());
    ready.put(worker.slot(), true);
    if (before != null && before != worker.pid() && lost.remove(before)) {
      restarts++;
      restarted = worker.pid();
    }
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    Long pid = pids.get(worker.slot());
    if (pid == null || pid == worker.pid()) {
      ready.remove(worker.slot());
    }
  }

  /** Whether this worker, which has just started, replaces one that was lost. */
  boolean replaces(Worker worker) {
    return restarts > 0 && restarted == worker.pid();
  }

  /** How many slots had a worker. */
  int size() {
    return pids.size();
  }

  /** How many attempts these could run at once. */
  int lanes() {
    return size() * threads;
  }

  /** How many workers replaced one that was lost. */
  int restarts() {
    return restarts;
  }

  /** The slots that have a worker now; whether it is ready, or still starting. */
  SortedMap<Integer, Boolean> slots() {
    return Collections.unmodifiableSortedMap(ready);
  }
}
