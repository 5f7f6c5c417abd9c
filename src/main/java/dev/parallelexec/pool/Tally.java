package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what came of the tasks of one list. For any thread. */
final class Tally {
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private final TreeMap<Integer, TaskResult> notPassed = new TreeMap<>();
  private int flaky;
  private long taskNanos;

  Tally() {
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
  }

  synchronized void ran(Attempt attempt) {
    taskNanos += attempt.span().nanos();
  }

  synchronized void finished(TaskResult result) {
    Outcome outcome = result.outcome();
    counts.merge(outcome, 1, Integer::sum);
    flaky += result.flaky() ? 1 : 0;
    if (!outcome.good() && outcome != Outcome.CANCELLED) {
      notPassed.put(result.task().index(), result);
      if (notPassed.size() > ListResult.MOST_NAMED) {
        notPassed.pollLastEntry();
      }
    }
  }

  synchronized boolean allGood() {
    return counts.entrySet().stream().allMatch(e -> e.getKey().good() || e.getValue() == 0);
  }

  synchronized ListResult result(String value, long nanos) {
    return new ListResult(
        counts, flaky, new ArrayList<>(notPassed.values()), value, taskNanos, nanos);
  }
}
