package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what came of the tasks of one list. For any thread. */
final class Tally {
  /** Of a failure's message, in characters, so much is kept to the end of the list. */
  private static final int MOST_MESSAGE = 1_000;

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
    counts.put(outcome, counts.getOrDefault(outcome, 0) + 1);
    flaky += result.flaky() ? 1 : 0;
    if (!outcome.good() && outcome != Outcome.CANCELLED) {
      notPassed.put(result.task().index(), brief(result));
      if (notPassed.size() > ListResult.MOST_NAMED) {
        notPassed.pollLastEntry();
      }
    }
  }

  /** What is said of it at the end; a thousand stacks would fill the heap. */
  private static TaskResult brief(TaskResult result) {
    Attempt last = result.last();
    Failure failure = last.failure();
    if (failure == null) {
      return result;
    }
    String message = failure.message();
    int end = Math.min(message.length(), MOST_MESSAGE);
    Failure brief =
        new Failure(
            failure.type(), message.substring(0, end), "", failure.exitCode(), failure.signal());
    return new TaskResult(
        result.task(), List.of(Attempt.failed(last.number(), last.outcome(), brief, last.span())));
  }

  synchronized boolean allGood() {
    for (Map.Entry<Outcome, Integer> count : counts.entrySet()) {
      if (!count.getKey().good() && count.getValue() > 0) {
        return false;
      }
    }
    return true;
  }

  synchronized ListResult result(String value, long nanos) {
    return new ListResult(
        counts, flaky, new ArrayList<>(notPassed.values()), value, taskNanos, nanos);
  }
}
