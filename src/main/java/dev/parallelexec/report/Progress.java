package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** How far the list is: what has ended, what runs. */
final class Progress implements ReportPart {
  /**
   * An attempt that has not ended.
   *
   * @param since on the clock that {@link Progress} was given
   */
  record Running(Task task, int number, Worker worker, long since) {}

  private final ListHead head;
  private final LongSupplier nanoTime;
  private final long begin;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private final TreeMap<Integer, Running> running = new TreeMap<>();

  /** Attempts that were not the last, of tasks that have not ended. */
  private final TreeMap<Integer, TaskResult> tried = new TreeMap<>();

  private int done;
  private int flaky;
  private long taskNanos;

  Progress(ListHead head, LongSupplier nanoTime) {
    this.head = head;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    running.put(task.index(), new Running(task, number, worker, nanoTime.getAsLong()));
  }

  @Override
  public void takenBack(Task task, int number, Worker worker, String reason) {
    running.remove(task.index());
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    running.remove(task.index());
    taskNanos += attempt.span().nanos();
    if (again) {
      tried.put(task.index(), new TaskResult(task, attempts(task, attempt)));
    }
  }

  @Override
  public void finished(TaskResult result) {
    running.remove(result.task().index());
    tried.remove(result.task().index());
    done++;
    flaky += result.flaky() ? 1 : 0;
    counts.merge(result.outcome(), 1, Integer::sum);
  }

  /** How many tasks have ended, however. */
  int done() {
    return done;
  }

  /** How many tasks have ended in a way that fails the list, cancelled ones apart. */
  int bad() {
    int bad = done - count(Outcome.CANCELLED);
    for (Outcome outcome : Outcome.values()) {
      bad -= outcome.good() ? count(outcome) : 0;
    }
    return bad;
  }

  int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  /** What runs now, in list order. */
  List<Running> running() {
    return List.copyOf(running.values());
  }

  int runningCount() {
    return running.size();
  }

  /** How long an attempt has been running. */
  long nanos(Running attempt) {
    return nanoTime.getAsLong() - attempt.since();
  }

  /** How long this task's attempt has been running; 0 where none is. */
  long nanos(Task task) {
    Running attempt = running.get(task.index());
    return attempt == null ? 0 : nanos(attempt);
  }

  /** Since the list began. */
  long nanos() {
    return nanoTime.getAsLong() - begin;
  }

  /**
   * How the tasks that have begun and not ended are to be told of when the list is stopped: what
   * runs is cancelled, and so is what waits for a further try.
   */
  List<TaskResult> stopped(String reason) {
    TreeMap<Integer, TaskResult> stopped = new TreeMap<>();
    for (TaskResult waits : tried.values()) {
      Task task = waits.task();
      List<Attempt> attempts = attempts(task, Attempt.cancelled(reason));
      stopped.put(task.index(), new TaskResult(task, attempts));
    }
    for (Running attempt : running.values()) {
      Task task = attempt.task();
      stopped.put(task.index(), new TaskResult(task, attempts(task, cancelled(attempt, reason))));
    }
    return List.copyOf(stopped.values());
  }

  /** What is known of a list that did not come to its end. */
  ListResult result() {
    return new ListResult(counts, flaky, List.of(), Attempt.NULL, taskNanos, nanos());
  }

  private Attempt cancelled(Running attempt, String reason) {
    long startedMillis = head.started().toEpochMilli() + (attempt.since() - begin) / 1_000_000;
    Worker worker = attempt.worker();
    Span span =
        new Span(worker.slot(), worker.thread(), worker.pid(), startedMillis, nanos(attempt));
    return Attempt.failed(attempt.number(), Outcome.CANCELLED, Failure.of(reason), span);
  }

  private List<Attempt> attempts(Task task, Attempt last) {
    TaskResult before = tried.get(task.index());
    List<Attempt> attempts = new ArrayList<>(before == null ? List.of() : before.attempts());
    attempts.add(last);
    return attempts;
  }
}
