package dev.parallelexec.jvm;

import org.jspecify.annotations.Nullable;

/** A {@code java} that no worker can run on; the message says which, and why, for people. */
public final class UnusableJavaException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the sentence that users read. */
  public UnusableJavaException(String message) {
    super(message);
  }

  /** The same, with what lies behind it; null for nothing. */
  public UnusableJavaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
