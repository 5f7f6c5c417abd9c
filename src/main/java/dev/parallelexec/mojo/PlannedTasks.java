package dev.parallelexec.mojo;

import dev.parallelexec.plan.PlanException;
import dev.parallelexec.plan.Tasks;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.task.Task;
import org.jspecify.annotations.Nullable;

/** The tasks of a plan as a pool pulls them. */
final class PlannedTasks implements TaskSource {
  private final Tasks tasks;
  private volatile boolean exhausted;

  PlannedTasks(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public @Nullable Task next() throws EngineException, InterruptedException {
    try {
      Task task = tasks.next();
      exhausted = task == null;
      return task;
    } catch (PlanException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether the last one was pulled; for any thread. */
  boolean exhausted() {
    return exhausted;
  }

  @Override
  public int size() {
    return tasks.size();
  }

  @Override
  public boolean listable() {
    return tasks.listable();
  }

  @Override
  public void close() {
    tasks.close();
  }
}
