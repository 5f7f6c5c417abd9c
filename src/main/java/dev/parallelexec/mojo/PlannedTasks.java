package dev.parallelexec.mojo;

import dev.parallelexec.plan.PlanException;
import dev.parallelexec.plan.Tasks;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.task.Task;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** The tasks of a plan as a pool pulls them. */
final class PlannedTasks implements TaskSource {
  private final Tasks tasks;
  private final Log log;

  PlannedTasks(Tasks tasks, Log log) {
    this.tasks = tasks;
    this.log = log;
  }

  @Override
  public @Nullable Task next() throws EngineException, InterruptedException {
    try {
      return tasks.next();
    } catch (PlanException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    }
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
    try {
      tasks.close();
    } catch (PlanException e) {
      log.warn("A source of items could not be closed: " + e.getMessage());
    }
  }
}
