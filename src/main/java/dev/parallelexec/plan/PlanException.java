package dev.parallelexec.plan;

/** A source of items broke while it was read; the message says which, where and what to do. */
public final class PlanException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a message for people. */
  public PlanException(String message) {
    super(message);
  }

  /** With a message for people that tells what the cause tells. */
  public PlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
