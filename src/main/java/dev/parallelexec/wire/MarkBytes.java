package dev.parallelexec.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How a {@link Frame.Mark} looks in a stream: a NUL, the worker's letters, eight bytes. */
public final class MarkBytes {
  private MarkBytes() {}

  /** That of a number; the letters are Latin ones. */
  public static byte[] of(String letters, long number) {
    byte[] start = "\0".concat(letters).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(start.length + Long.BYTES).put(start).putLong(number).array();
  }
}
