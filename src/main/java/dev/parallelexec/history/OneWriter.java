package dev.parallelexec.history;

import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no two tasks of a list declare the same output. Globs are not compared: what they
 * mean shows when the tasks have run. For one thread.
 */
public final class OneWriter {
  private final Roots roots;
  private final Map<String, String> writers = new HashMap<>();
  private boolean complete;

  /** No task is known yet. */
  public OneWriter(Roots roots) {
    this.roots = roots;
  }

  /** All tasks of the list were added: those that come again are not looked at again. */
  public void complete() {
    complete = true;
  }

  /**
   * Adds a task.
   *
   * @return a sentence for the user where one before it declares the same output; else null
   */
  public @Nullable String add(Task task) {
    for (FilePattern output : complete ? List.<FilePattern>of() : task.claims().outputs()) {
      String name = output.literal() ? name(output) : "";
      String other = name.isEmpty() ? null : writers.putIfAbsent(name, task.id());
      if (other != null && !other.equals(task.id())) {
        return "The tasks "
            + other
            + " and "
            + task.id()
            + " declare the same output "
            + name
            + ": give each an output of its own, as with {id} in its path";
      }
    }
    return null;
  }

  private String name(FilePattern output) {
    try {
      return roots.name(roots.path(output.root()));
    } catch (IOException e) {
      // No path at all: the task that is to write it will fail.
      return "";
    }
  }

  /** The task that declares this very file; null where none does. */
  @Nullable String of(String name) {
    return writers.get(name);
  }
}
