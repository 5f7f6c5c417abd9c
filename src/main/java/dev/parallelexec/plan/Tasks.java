package dev.parallelexec.plan;

import dev.parallelexec.task.Task;
import org.jspecify.annotations.Nullable;

/** The tasks of a plan, pulled one by one, by one thread. */
public interface Tasks extends AutoCloseable {
  /**
   * The next task, or null after the last.
   *
   * @throws PlanException where a source broke; there is no next one then, what was pulled stands
   */
  @Nullable Task next() throws PlanException, InterruptedException;

  /** How many tasks there are in all, -1 where only the end will tell. */
  int size();

  /**
   * Whether the rest may be pulled, to be reported, after the list was stopped: pulling costs
   * little and ends. False with an {@code itemsFunction}.
   */
  boolean listable();

  /** Closes the sources; the second call does nothing. */
  @Override
  void close();
}
