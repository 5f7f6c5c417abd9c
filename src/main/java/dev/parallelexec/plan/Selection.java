package dev.parallelexec.plan;

import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of a list run this time, and how often: those that pass the filter, of these the ones
 * of this machine's share, each so many times. What runs keeps its place and its id, so that
 * results of several shares fit together.
 */
public final class Selection {
  /** All tasks, once. */
  public static final Selection ALL = new Selection(TaskFilter.ALL, null, 1);

  private final TaskFilter filter;
  private final @Nullable Partition partition;
  private final int repeat;

  private Selection(TaskFilter filter, @Nullable Partition partition, int repeat) {
    this.filter = filter;
    this.partition = partition;
    this.repeat = repeat;
  }

  /**
   * What the user typed, or the POM says.
   *
   * @param taskFilter null for all
   * @param partition null for all
   * @param repeat null for once
   * @param base what a relative file of timings is relative to
   * @param problems gets what is wrong
   */
  public static Selection of(
      @Nullable String taskFilter,
      @Nullable String partition,
      @Nullable String repeat,
      Path base,
      Problems problems) {
    return new Selection(
        taskFilter == null ? TaskFilter.ALL : TaskFilter.parse(problems, "taskFilter", taskFilter),
        partition == null ? null : Partition.parse(problems, "partition", partition, base),
        new Values(problems).count("repeat", repeat, 1, 1));
  }

  /** Whether every task runs, once: only then a reducer has all that it is meant for. */
  public boolean isAll() {
    return filter.isAll() && partition == null && repeat == 1;
  }

  /** Whether tasks run several times: to see them run, whatever is known of them. */
  public boolean repeats() {
    return repeat > 1;
  }

  /** What is left of a plan; a file of timings that cannot be used is a problem. */
  Plan of(Plan plan, Problems problems) {
    if (isAll() || !problems.isEmpty()) {
      return plan;
    }
    BitSet share = new BitSet();
    try {
      if (partition != null && partition.timings() != null) {
        share = share(plan, partition, partition.timings());
      }
    } catch (IOException e) {
      problems.add("partition: " + partition.timings() + " cannot be used: " + e.getMessage());
    } catch (PlanException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    BitSet chosen = share;
    int size = plan.size() < 0 ? -1 : count(plan, chosen, problems);
    String origin = plan.origin() + ", as far as taskFilter and partition leave any";
    return plan.with(origin, size, () -> new Walk(plan.open(), chosen, size));
  }

  private BitSet share(Plan plan, Partition of, Path timings) throws IOException, PlanException {
    if (plan.size() < 0) {
      throw new PlanException(
          "partition: timed needs to know all tasks beforehand, and these come from a function or"
              + " a pipe; use slice or hash");
    }
    List<String> ids = new ArrayList<>();
    try (Tasks tasks = plan.open()) {
      for (Task task = tasks.next(); task != null; task = tasks.next()) {
        if (filter.test(task.id())) {
          ids.add(task.id());
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return Timings.read(timings).share(ids, of.part(), of.parts());
  }

  private int count(Plan plan, BitSet share, Problems problems) {
    long count = 0;
    try (Walk walk = new Walk(plan.open(), share, -1)) {
      while (walk.next() != null) {
        count++;
      }
    } catch (PlanException e) {
      problems.add(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      problems.add(String.valueOf(interrupted(e).getMessage()));
    }
    if (count > Integer.MAX_VALUE) {
      problems.add("repeat: more than " + Integer.MAX_VALUE + " tasks are too many");
    }
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  private static PlanException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new PlanException("the build was interrupted while tasks were selected", e);
  }

  /** A walk over what is left of another one. */
  private final class Walk implements Tasks {
    private final Tasks all;
    private final BitSet share;
    private final int size;
    private long place;
    private @Nullable Task current;
    private int time;

    Walk(Tasks all, BitSet share, int size) {
      this.all = all;
      this.share = share;
      this.size = size;
    }

    @Override
    public @Nullable Task next() throws PlanException, InterruptedException {
      if (current == null || time == repeat) {
        current = chosen();
        time = 0;
      }
      Task task = current;
      time++;
      return task == null || repeat == 1 ? task : again(task);
    }

    private @Nullable Task chosen() throws PlanException, InterruptedException {
      for (Task task = all.next(); task != null; task = all.next()) {
        if (filter.test(task.id()) && has(place++, task.id())) {
          return task;
        }
      }
      return null;
    }

    private boolean has(long at, String id) {
      return partition == null
          || (partition.timings() == null ? partition.has(at, id) : share.get((int) at));
    }

    /** Places and ids of their own; arguments and all else as before. */
    private Task again(Task task) throws PlanException {
      long index = (long) task.index() * repeat + time - 1;
      if (index > Integer.MAX_VALUE) {
        throw new PlanException("repeat: more than " + Integer.MAX_VALUE + " tasks are too many");
      }
      return new Task(
          (int) index,
          task.id() + " (" + time + " of " + repeat + ")",
          task.call(),
          task.arguments(),
          task.properties(),
          task.limits(),
          task.claims());
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public boolean listable() {
      return all.listable();
    }

    @Override
    public void close() {
      all.close();
    }
  }
}
