package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;

/**
 * Told what happens while a list runs. Calls come from any thread but never two at once for one
 * list, and for each task in the order {@code started}, {@code output}…, {@code attemptEnded} (once
 * an attempt), {@code finished} (once). What a listener throws is logged once and cannot break the
 * run. A listener must be quick: workers wait for it.
 */
public interface PoolListener {
  /** Where output came from. */
  enum Stream {
    /** Standard output. */
    OUT,
    /** Standard error. */
    ERR,
    /** Our own notes about the task: a thread dump, a notice. */
    NOTE
  }

  /**
   * A worker as people see it.
   *
   * @param slot its number, from 1
   * @param pid its process id
   */
  record Worker(int slot, long pid) {}

  /** An attempt has started; {@code number} counts from 1. */
  default void started(Task task, int number, Worker worker) {}

  /** An attempt printed something: raw bytes, cut anywhere; the array must not be kept. */
  default void output(Task task, int number, Stream stream, byte[] bytes, int length) {}

  /** An attempt has ended; {@code again} tells whether another follows. */
  default void attemptEnded(Task task, Attempt attempt, boolean again) {}

  /** A task has ended. */
  default void finished(TaskResult result) {}

  /** A worker is ready for its first task of this list. */
  default void workerStarted(Worker worker) {}

  /** A worker printed something outside any task. */
  default void workerOutput(Worker worker, Stream stream, byte[] bytes, int length) {}

  /** A worker is gone, or will take no task more; {@code reason} is a phrase for people. */
  default void workerEnded(Worker worker, String reason) {}

  /** Something worth a line at info level, said once. */
  default void notice(String text) {}
}
