package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs of a list left: a task whose result is known need not run. Asked before a task
 * is submitted, by the one thread that pulls tasks; told from any thread, several at once, when a
 * task has ended that was not known.
 */
public interface Past {
  /** Nothing is known, and nothing is kept. */
  Past NONE =
      new Past() {
        @Override
        public @Nullable Known known(Task task) {
          return null;
        }

        @Override
        public void ended(TaskResult result, byte[] object) {}
      };

  /**
   * A result that is known.
   *
   * @param attempt as the task's only one; its outcome is good
   * @param object what it returned, for a reducer, as it came from the worker; empty without one
   * @param told whether listeners hear of it; otherwise only the reducer does
   */
  record Known(Attempt attempt, byte[] object, boolean told) {}

  /**
   * What is known of a task; null where it has to run.
   *
   * @throws EngineException where the list cannot go on, as with two tasks that write one file
   */
  @Nullable Known known(Task task) throws EngineException, InterruptedException;

  /**
   * A task has ended, after all its attempts; its listener is told of that afterwards. Throws
   * nothing: what cannot be kept is not known next time.
   *
   * @param object what a passed task returned, for a reducer; empty without one
   */
  void ended(TaskResult result, byte[] object);
}
