package dev.parallelexec.pool;

import dev.parallelexec.task.Task;
import org.jspecify.annotations.Nullable;

/** The tasks of a list, pulled one by one, by one thread; closed by whoever runs the list. */
public interface TaskSource extends AutoCloseable {
  /**
   * The next task, or null after the last.
   *
   * @throws EngineException where the source broke; what was pulled before still ends
   */
  @Nullable Task next() throws EngineException, InterruptedException;

  /** How many tasks there are in all, -1 where only the end will tell. */
  int size();

  /** Whether the rest may be pulled, to be reported, when the list was stopped. */
  default boolean listable() {
    return size() >= 0;
  }

  @Override
  default void close() {}
}
