package dev.parallelexec.task;

/** How the tasks of a list follow each other, named after {@code multiprocessing.Pool}. */
public enum Mode implements Labelled {
  /** Spread over the workers; the goal ends when all are done; results in list order. */
  MAP("map"),
  /** One task after another, never two at once. */
  APPLY("apply"),
  /** Fired at once; the goal returns; {@code collect} gathers the outcomes. */
  ASYNC("async");

  private final String label;

  Mode(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
