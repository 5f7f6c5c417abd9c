package dev.parallelexec.history;

import dev.parallelexec.task.Labelled;

/**
 * Which tasks of the last run are left out. A task is known again by what it calls, its arguments
 * and the contents of its inputs, not by the code that it runs: that is what one mends.
 */
public enum Resume implements Labelled {
  /** None: every task runs, unless it is up to date. */
  NONE("none"),
  /**
   * All but those that the last run saw end without a pass (failed, timed out, crashed, out of
   * memory) and those that it cannot have seen, because they are new or changed. What it cancelled
   * or did not reach has not failed, and is left out.
   */
  FAILED("failed"),
  /**
   * Those that passed, or were up to date. Whatever else there is runs: what did not pass, what was
   * cancelled or not reached, and what is new or changed.
   */
  UNFINISHED("unfinished");

  private final String label;

  Resume(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
