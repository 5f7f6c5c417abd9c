package dev.parallelexec.pool;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a task list.
 *
 * @param counts tasks by outcome; every outcome has an entry
 * @param flaky how many of the passed ones needed more than one attempt
 * @param notPassed the first ones that did not pass (cancelled ones excepted), in list order, at
 *     most {@link #MOST_NAMED}; of each the last attempt, with the beginning of its message
 * @param value what the reducer returned, as JSON text; {@code null} (the text) without one
 * @param taskNanos the time of all attempts together
 * @param nanos from the first pull to the last end
 */
public record ListResult(
    Map<Outcome, Integer> counts,
    int flaky,
    List<TaskResult> notPassed,
    String value,
    long taskNanos,
    long nanos) {
  /** Beyond so many failures nobody reads the names; bounds the heap, too. */
  public static final int MOST_NAMED = 1_000;

  /** Copies. */
  public ListResult {
    counts = new EnumMap<>(counts);
    notPassed = List.copyOf(notPassed);
  }

  /** How many tasks there were. */
  public int tasks() {
    int tasks = 0;
    for (int count : counts.values()) {
      tasks += count;
    }
    return tasks;
  }

  /** How many ended so. */
  public int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  /** Whether every task passed or was up to date. */
  public boolean good() {
    for (Map.Entry<Outcome, Integer> count : counts.entrySet()) {
      if (!count.getKey().good() && count.getValue() > 0) {
        return false;
      }
    }
    return true;
  }
}
