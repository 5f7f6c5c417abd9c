package dev.parallelexec.process;

import dev.parallelexec.pool.Engine;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import dev.parallelexec.wire.Frame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * An attempt between its submission and its end, or a reducer's call, which is run alike. Guarded
 * by its engine's lock.
 */
final class Job {
  /** How a JVM says that its heap did not suffice. */
  private static final String HEAP = "Java heap space";

  final Task task;
  final int number;
  final Engine.Completion completion;

  /** What a reducer is called with; null for a task. */
  final @Nullable Iterable<byte[]> objects;

  /** Whether nothing else may run in its worker: the last one was lost while others ran there. */
  final boolean alone;

  private final long characters;

  /** Its number on the channel of the worker that has it. */
  long seq = -1;

  /** Which of that worker's threads runs it, as in {@code Span}. */
  int thread;

  /** How often the machine was lost on which it ran. */
  int losses;

  /** Whether it is that what it is to run again for, and nothing that it did. */
  boolean innocent;

  /** Whether anything else ran in its worker while it did. */
  boolean besides;

  long startedNanos;
  long startedMillis;

  /** How it is to end, whatever its worker says, because we end it. */
  @Nullable Outcome forced;

  String forcedReason = "";

  /** What its worker's threads did when its time was up; empty where it has not told. */
  String dump = "";

  /** Whether it was told that it is being ended. */
  boolean announced;

  /** The alarm for its time limit; null where none is set. */
  @Nullable Future<?> alarm;

  Job(
      Task task,
      int number,
      Engine.Completion completion,
      @Nullable Iterable<byte[]> objects,
      boolean alone) {
    this.task = task;
    this.number = number;
    this.completion = completion;
    this.objects = objects;
    this.alone = alone;
    this.characters = characters(task);
  }

  /** The same attempt, as if it had not started; alone, unless that cannot be its fault. */
  Job again() {
    Job again = new Job(task, number, completion, objects, alone || !innocent);
    again.losses = losses;
    return again;
  }

  boolean isTask() {
    return objects == null;
  }

  /** How long its arguments are together. */
  long characters() {
    return characters;
  }

  private static long characters(Task task) {
    long sum = 0;
    for (Text argument : task.arguments().values()) {
      for (String part : argument.parts()) {
        sum += part.length();
      }
    }
    return sum;
  }

  Duration timeout() {
    return task.limits().timeout();
  }

  void disarm() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  /** Where and when, on this side's clock. */
  Span span(Worker worker, long nanos) {
    return new Span(worker.slot(), thread, worker.pid(), startedMillis, nanos);
  }

  /**
   * How it ended by its worker's word.
   *
   * @param heap its worker's, as {@code -Xmx512m}; empty where it is not known
   */
  Attempt ended(Worker worker, Frame.Done done, String heap) {
    Span span = span(worker, done.nanos());
    Outcome how = forced;
    if (how != null) {
      Span whole = span(worker, sinceStart());
      return new Attempt(number, how, Attempt.NULL, because(), whole, false, done.leaks());
    }
    return new Attempt(
        number,
        done.outcome(),
        done.value(),
        done.outcome() == Outcome.OUT_OF_MEMORY ? sized(done.failure(), heap) : done.failure(),
        span,
        done.withoutArguments(),
        done.leaks());
  }

  /**
   * How it ended by its worker's death.
   *
   * @param exiting whether the JVM had said that it shuts down in mid-attempt
   * @param kept what became of the JVM's own report, as a phrase that follows the reason
   * @param heap as for its word
   */
  Attempt ended(Worker worker, Death death, boolean exiting, String kept, String heap) {
    Span span = span(worker, sinceStart());
    Outcome how = forced;
    Integer code = death.exitCode();
    if (how != null) {
      return Attempt.failed(number, how, because(), span);
    } else if (exiting && code != null && (death.signal().isEmpty() || passes(code))) {
      return exited(code, span);
    } else if (!death.outOfMemory().isEmpty()) {
      String message = death.outOfMemory() + kept;
      Failure failure =
          new Failure("java.lang.OutOfMemoryError", message, "", code, death.signal());
      return new Attempt(
          number,
          Outcome.OUT_OF_MEMORY,
          Attempt.NULL,
          sized(failure, heap),
          span,
          false,
          List.of());
    }
    ErrorFile file = death.errorFile();
    String where = file == null || file.where().isEmpty() ? "" : "\n" + file.where();
    String message = Obituary.who(worker) + " died: " + death.reason() + kept + where;
    return Attempt.failed(
        number, Outcome.CRASHED, new Failure("", message, "", code, death.signal()), span);
  }

  /** Where it was the heap that did not suffice: how large that was. */
  private static @Nullable Failure sized(@Nullable Failure failure, String heap) {
    if (failure == null || heap.isEmpty() || !failure.message().startsWith(HEAP)) {
      return failure;
    }
    String message = HEAP + ", " + heap + failure.message().substring(HEAP.length());
    return new Failure(
        failure.type(), message, failure.stack(), failure.exitCode(), failure.signal());
  }

  /** The JVM was shut down from within by an exit that could not be kept from it. */
  private Attempt exited(int code, Span span) {
    if (passes(code)) {
      return new Attempt(number, Outcome.PASSED, Attempt.NULL, null, span, false, List.of());
    }
    return Attempt.failed(number, Outcome.FAILED, Failure.exit("exit code " + code, code), span);
  }

  private boolean passes(int code) {
    Call call = task.call();
    return call.kind() == Call.Kind.MAIN_CLASS && call.successCodes().contains(code);
  }

  private Failure because() {
    String where = Dumps.thread(dump, task.id());
    where = where.isEmpty() ? Dumps.thread(dump, Dumps.taskThread(thread)) : where;
    String stack = where.isEmpty() ? "" : forcedReason + "\nIt was here:\n" + where;
    return new Failure("", forcedReason, stack, null, "");
  }

  private long sinceStart() {
    return startedNanos == 0 ? 0 : System.nanoTime() - startedNanos;
  }
}
