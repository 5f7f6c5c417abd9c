package dev.parallelexec.plan;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task list, planned: every wrong value is known, no task exists yet. Immutable but for an {@code
 * itemsFunction}, which can be pulled once. Fails nothing itself: a list without tasks is a plan,
 * too.
 */
public final class Plan {
  /** So many tasks take some ten megabytes; making them twice takes longer than keeping them. */
  private static final int MOST_KEPT = 20_000;

  private final List<Call> calls;
  private final String origin;
  private final Start start;
  private final int size;
  private final boolean contends;

  /** Starts a walk over the tasks. */
  interface Start {
    Tasks open();
  }

  Plan(List<Call> calls, String origin, int size, boolean contends, Start start) {
    this.calls = List.copyOf(calls);
    this.origin = origin;
    this.size = size;
    this.contends = contends;
    this.start = start;
  }

  /** The same, but for what a walk yields. */
  Plan with(String otherOrigin, int otherSize, Start otherStart) {
    return new Plan(calls, otherOrigin, otherSize, contends, otherStart);
  }

  /**
   * Plans a list. Reads the directory of {@code files} and runs once over {@code linesFile}.
   *
   * @param problems gets all that is wrong; where it has any, these or earlier ones, the plan is
   *     without tasks; its calls are those that could be read
   */
  public static Plan of(Request request, Problems problems) {
    Plan plan =
        request.tasks() == null
            ? Spread.plan(request, problems)
            : Written.plan(request, request.tasks(), problems);
    plan = request.selection().of(plan, problems);
    return problems.isEmpty() ? plan : plan.with(plan.origin, 0, Written::none);
  }

  /**
   * The same tasks in another order: first those that took long when they last ran, the longest of
   * them first, then the others as they stand in the list. Tasks keep their places and ids. Where
   * only the end will tell what the tasks are, the order stays.
   *
   * @param took how long tasks took, by id; short ones need not be there
   */
  public Plan longestFirst(Map<String, Long> took) {
    return took.isEmpty() || size < 2
        ? this
        : with(origin, size, () -> new LongestFirst(start, took));
  }

  /**
   * Looks at every task where all of them are known, until one is wrong.
   *
   * @param wrong says what is wrong with a task; null for nothing
   * @return the same plan; one that is not long keeps the tasks that it has made
   */
  public Plan checked(Problems problems, Function<Task, @Nullable String> wrong) {
    if (size < 0 || !problems.isEmpty()) {
      return this;
    }
    List<Task> kept = new ArrayList<>();
    try (Tasks tasks = open()) {
      for (Task task = tasks.next(); task != null; task = tasks.next()) {
        String sentence = wrong.apply(task);
        if (sentence != null) {
          problems.add(sentence);
          return this;
        }
        if (size <= MOST_KEPT) {
          kept.add(task);
        }
      }
    } catch (PlanException e) {
      problems.add(String.valueOf(e.getMessage()));
      return this;
    } catch (InterruptedException e) {
      // Whoever pulls next is told.
      Thread.currentThread().interrupt();
      return this;
    }
    return kept.size() == size ? with(origin, size, () -> Written.walk(kept)) : this;
  }

  /** Starts a walk over the tasks; a second one is equal to the first. */
  public Tasks open() {
    return start.open();
  }

  /** The different calls of the list; its tasks share these values. */
  public List<Call> calls() {
    return calls;
  }

  /** How many tasks there are, -1 where only the end will tell. */
  public int size() {
    return size;
  }

  /** Whether some task may need more than one free slot to start: several of them, or a lock. */
  public boolean contends() {
    return contends;
  }

  /**
   * What the tasks come from, as a phrase for the message that there are none: {@code files in
   * /x/src/main/diagrams, which does not exist}.
   */
  public String origin() {
    return origin;
  }
}
