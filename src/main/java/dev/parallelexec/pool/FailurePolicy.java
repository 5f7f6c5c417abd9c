package dev.parallelexec.pool;

import dev.parallelexec.task.Labelled;

/** What a failed task means for the tasks after it and for the build. */
public enum FailurePolicy implements Labelled {
  /** All tasks run; then the build fails. */
  FAIL_AT_END("fail-at-end"),
  /** Nothing new starts; what runs ends; then the build fails. */
  FAIL_FAST("fail-fast"),
  /** All tasks run; the build goes on. */
  FAIL_NEVER("fail-never");

  private final String label;

  FailurePolicy(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
