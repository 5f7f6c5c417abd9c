package dev.parallelexec.history;

import java.io.IOException;

/**
 * A file of ours that cannot be read, or is not what was once written: it is of no use any more.
 */
final class DamagedException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedException(String message) {
    super(message);
  }

  DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
