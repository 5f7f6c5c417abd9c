package dev.parallelexec.history;

import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no two tasks of a list declare the same output. Globs are not compared: what they
 * mean shows when the tasks have run. For one thread, but where it says otherwise.
 */
public final class OneWriter {
  private final Roots roots;
  private final Claimed claimed;

  private final String list;

  private final Map<String, String> writers = new ConcurrentHashMap<>();
  private boolean complete;

  /**
   * No task is known yet.
   *
   * @param claimed told what this list writes, and knows what the build's others do
   * @param list what it is called, as no other list of the build: the same where it runs again, as
   *     a forked lifecycle makes it do, since what it wrote before is its own then
   */
  public OneWriter(Roots roots, Claimed claimed, String list) {
    this.roots = roots;
    this.claimed = claimed;
    this.list = list;
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
      Path path = roots.path(output.root());
      claimed.add(path, list);
      return roots.name(path);
    } catch (IOException e) {
      // No path at all: the task that is to write it will fail.
      return "";
    }
  }

  /** Tasks of this list wrote these files. For any thread. */
  void wrote(Iterable<String> names) throws IOException {
    for (String name : names) {
      // What is declared was told of before.
      if (!writers.containsKey(name)) {
        claimed.add(roots.path(name), list);
      }
    }
  }

  /** Whether another list of the build writes this file. For any thread. */
  boolean others(String name) throws IOException {
    return claimed.byOther(roots.path(name), list);
  }

  /** The task that declares this very file; null where none does. */
  @Nullable String of(String name) {
    return writers.get(name);
  }
}
