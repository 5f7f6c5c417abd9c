package dev.parallelexec.report;

import dev.parallelexec.task.Labelled;

/** How much of what the tasks print is shown. */
public enum OutputKind implements Labelled {
  /** {@link #GROUP} up to {@link #GROUPED_TASKS} tasks, {@link #FAILURES} above. */
  AUTO("auto"),
  /** Every task's whole output, in one block when it ends. */
  GROUP("group"),
  /** Only the output of tasks that did not pass. */
  FAILURES("failures"),
  /** Live, each line marked with its task. */
  LINE("line"),
  /** None. */
  NONE("none");

  /** Up to so many tasks {@link #AUTO} shows the output of each. */
  public static final int GROUPED_TASKS = 20;

  private final String label;

  OutputKind(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** What {@link #AUTO} means for a list of so many tasks; the other kinds mean themselves. */
  OutputKind of(int tasks) {
    if (this != AUTO) {
      return this;
    }
    return tasks <= GROUPED_TASKS ? GROUP : FAILURES;
  }
}
