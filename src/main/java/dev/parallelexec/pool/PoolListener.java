package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.time.Duration;

/**
 * Told what happens while a list runs. Calls come from any thread but never two at once for one
 * list, and for each task in the order {@code submitted}, {@code started}, {@code output}…, {@code
 * attemptEnded} (once an attempt), {@code finished} (once); after {@code takenBack} an attempt
 * begins again with {@code started}. What a listener throws is logged once and cannot break the
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
   * @param thread which of its threads an event is about, from 1; 0 where it has but one for tasks,
   *     or the event is about all of it
   * @param pid its process id, on its node
   * @param node the name of the machine that it is on; empty where that is Maven's own
   */
  record Worker(int slot, int thread, long pid, String node) {
    /** On Maven's own machine. */
    public Worker(int slot, int thread, long pid) {
      this(slot, thread, pid, "");
    }
  }

  /** An attempt waits for a worker from now on; {@code number} counts from 1. */
  default void submitted(Task task, int number) {}

  /** An attempt has started; {@code number} counts from 1. */
  default void started(Task task, int number, Worker worker) {}

  /** An attempt printed something: raw bytes, cut anywhere; the array must not be kept. */
  default void output(Task task, int number, Stream stream, byte[] bytes, int length) {}

  /**
   * An attempt is being ended from outside: its threads are interrupted now, its worker is ended
   * when {@code grace} is over. Told once it is known whether its worker still answers.
   *
   * @param reason a phrase for people, as {@code limit 2m}
   * @param dumped whether its worker told what its threads do: a note in the output before this
   */
  default void stopping(
      Task task, int number, Worker worker, String reason, Duration grace, boolean dumped) {}

  /**
   * An attempt that has started will start once more, alone in a worker: the one that it ran in was
   * lost, or had not enough memory, while others ran beside it. That is no further attempt.
   *
   * @param number the attempt's, which stays
   * @param worker where it ran
   * @param reason a phrase for people
   */
  default void takenBack(Task task, int number, Worker worker, String reason) {}

  /** An attempt has ended; {@code again} tells whether another follows. */
  default void attemptEnded(Task task, Attempt attempt, boolean again) {}

  /** A task has ended. */
  default void finished(TaskResult result) {}

  /** A worker process is started for this list. */
  default void workerStarting(int slot) {}

  /** A worker is ready for its first task of this list. */
  default void workerStarted(Worker worker) {}

  /** A worker printed something outside any task. */
  default void workerOutput(Worker worker, Stream stream, byte[] bytes, int length) {}

  /**
   * How much memory a worker's process takes at this moment, told about once a second where the
   * system shows it.
   *
   * @param bytes that are resident
   */
  default void workerMemory(Worker worker, long bytes) {}

  /** A worker is gone, or will take no task more; {@code reason} is a phrase for people. */
  default void workerEnded(Worker worker, String reason) {}

  /** Something worth a line at info level, said once. */
  default void notice(String text) {}
}
