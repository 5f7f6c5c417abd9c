package dev.parallelexec.wire;

import java.io.IOException;

/** The other side sent bytes that are no frame, or a frame that does not belong there. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what was wrong, for logs. */
  public ProtocolException(String message) {
    super(message);
  }
}
