package dev.parallelexec.task;

/** How a task ended. */
public enum Outcome {
  /** It returned, or its {@code main} ended with a success code. */
  PASSED("passed"),
  /** It threw, or ended with another exit code. */
  FAILED("failed"),
  /** It was ended because its time was up. */
  TIMED_OUT("timed-out"),
  /** Its worker died. */
  CRASHED("crashed"),
  /** The worker's memory did not suffice. */
  OUT_OF_MEMORY("out-of-memory"),
  /** Not run, or not ended, because something else stopped it. */
  CANCELLED("cancelled"),
  /** Skipped: nothing changed since its last pass. */
  UP_TO_DATE("up-to-date");

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** The word that users write and read. */
  public String label() {
    return label;
  }

  /** Whether the list may succeed with this outcome. */
  public boolean good() {
    return this == PASSED || this == UP_TO_DATE;
  }
}
