package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.util.ArrayList;
import java.util.List;

/** A task between its pull and its end; an engine completes its attempts, one at a time. */
final class Pending implements Engine.Completion {
  private final Task task;
  private final List<Attempt> attempts = new ArrayList<>(1);
  private final Ended ended;
  private final long length;
  private long due;

  /** Told of each attempt's end. */
  interface Ended {
    void ended(Pending pending, Attempt attempt, byte[] object);
  }

  Pending(Task task, Ended ended) {
    this.task = task;
    this.ended = ended;
    this.length = length(task);
  }

  private static long length(Task task) {
    long length = task.id().length();
    for (Text argument : task.arguments().values()) {
      for (String part : argument.parts()) {
        length += part.length();
      }
    }
    return length;
  }

  /** Of its id and arguments, in characters. */
  long length() {
    return length;
  }

  Task task() {
    return task;
  }

  /** So far, in order. */
  List<Attempt> attempts() {
    return attempts;
  }

  /** When a further try may start, on the clock of {@link System#nanoTime}. */
  long due() {
    return due;
  }

  void due(long nanoTime) {
    due = nanoTime;
  }

  @Override
  public void completed(Attempt attempt, byte[] object) {
    ended.ended(this, attempt, object);
  }
}
