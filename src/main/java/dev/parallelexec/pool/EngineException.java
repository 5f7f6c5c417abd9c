package dev.parallelexec.pool;

/** The execution as a whole cannot go on; the message is written for the user. */
public class EngineException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public EngineException(String message) {
    super(message);
  }

  /** With a sentence for the user and its cause. */
  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
