package dev.parallelexec.plan;

import dev.parallelexec.task.Call;
import java.util.List;

/**
 * A task list, planned: every wrong value is known, no task exists yet. Immutable but for an {@code
 * itemsFunction}, which can be pulled once.
 */
public final class Plan {
  private Plan() {}

  /**
   * Plans a list. Reads the directory of {@code files} and runs once over {@code linesFile}.
   *
   * @param problems gets all that is wrong; the plan is then without tasks
   */
  public static Plan of(Request request, Problems problems) {
    throw new UnsupportedOperationException("follows");
  }

  /** Starts a walk over the tasks. */
  public Tasks open() throws PlanException {
    throw new UnsupportedOperationException("follows");
  }

  /** The different calls of the list; its tasks share these values. */
  public List<Call> calls() {
    throw new UnsupportedOperationException("follows");
  }

  /** How many tasks there are, -1 where only the end will tell. */
  public int size() {
    throw new UnsupportedOperationException("follows");
  }

  /**
   * What the tasks come from, as a phrase for the message that there are none: {@code files in
   * /x/src/main/diagrams, which does not exist}.
   */
  public String origin() {
    throw new UnsupportedOperationException("follows");
  }
}
