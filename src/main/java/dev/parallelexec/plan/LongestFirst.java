package dev.parallelexec.plan;

import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A walk that begins with the tasks that took longest when they last ran, so that none of them is
 * left when the others have ended; the rest follows in list order. So no list takes more than a
 * third longer than in the best order (R. L. Graham, Bounds on Multiprocessing Timing Anomalies,
 * 1969), as far as tasks take as long as last time.
 *
 * <p>Goes through the plan twice: the first time for the long ones, which are kept, up to {@link
 * #MOST_LENGTH} characters of them.
 */
final class LongestFirst implements Tasks {
  /** What is kept of tasks, in characters; a million take two megabytes. */
  private static final long MOST_LENGTH = 1_000_000;

  private final Plan.Start plan;
  private final Map<String, Long> took;
  private final BitSet early = new BitSet();
  private final Tasks rest;
  private @Nullable Iterator<Task> longest;

  /**
   * Pulls nothing yet.
   *
   * @param plan opened twice
   * @param took how long tasks took, by id, in any unit
   */
  LongestFirst(Plan.Start plan, Map<String, Long> took) {
    this.plan = plan;
    this.took = took;
    this.rest = plan.open();
  }

  @Override
  public @Nullable Task next() throws PlanException, InterruptedException {
    if (longest == null) {
      longest = longest().iterator();
    }
    if (longest.hasNext()) {
      Task task = longest.next();
      return task;
    }
    Task task = rest.next();
    while (task != null && early.get(task.index())) {
      task = rest.next();
    }
    return task;
  }

  private List<Task> longest() throws InterruptedException {
    List<Task> found = new ArrayList<>();
    long length = 0;
    try (Tasks all = plan.open()) {
      Task task = all.next();
      while (task != null && found.size() < took.size() && length < MOST_LENGTH) {
        if (took.containsKey(task.id())) {
          found.add(task);
          early.set(task.index());
          length += length(task);
        }
        task = all.next();
      }
    } catch (PlanException e) {
      // The second walk comes to the same place, after what can be pulled before it.
      found.clear();
      early.clear();
    }
    // A stable sort: of equal ones the first in the list goes first.
    found.sort(Comparator.comparing((Task task) -> took.get(task.id())).reversed());
    return found;
  }

  private static long length(Task task) {
    int arguments = task.arguments().at(1).stream().mapToInt(String::length).sum();
    return task.id().length() + (long) arguments;
  }

  @Override
  public int size() {
    return rest.size();
  }

  @Override
  public boolean listable() {
    return rest.listable();
  }

  @Override
  public void close() {
    rest.close();
  }
}
