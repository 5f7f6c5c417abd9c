package dev.parallelexec.report;

import dev.parallelexec.task.Labelled;

/** How people see that a list goes on. */
public enum ProgressKind implements Labelled {
  /** {@link #BAR} where there is a terminal, {@link #COUNTER} elsewhere. */
  AUTO("auto"),
  /** Lines at the bottom of the terminal, gone at the end. */
  BAR("bar"),
  /** Lines that count what is done, and one now and then when nothing else is printed. */
  COUNTER("counter"),
  /** Nothing but what is said of single tasks. */
  NONE("none");

  private final String label;

  ProgressKind(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
