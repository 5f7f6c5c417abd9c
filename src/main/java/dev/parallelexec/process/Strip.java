package dev.parallelexec.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One of a worker's pipes without the {@linkplain Marks marks} in it, wherever reads have cut them.
 * A mark is a NUL, some letters that only this worker knows, and a number of eight bytes.
 */
final class Strip implements Drain.Sink {
  private final int start;
  private final Marks marks;
  private final Drain.Sink to;

  /** A mark, as far as its bytes have come: those that are not the number are known. */
  private final byte[] mark;

  private int length;

  /** The last mark that was read, and by {@code System.nanoTime} when; {@link Marks} guards it. */
  long passed;

  long when;

  /** A mark that did not come in time; the same. */
  long missed;

  Strip(byte[] start, Marks marks, Drain.Sink to) {
    this.start = start.length;
    this.marks = marks;
    this.to = to;
    mark = Arrays.copyOf(start, start.length + Long.BYTES);
  }

  @Override
  public void take(byte[] bytes, int count) {
    if (length == 0 && !mayHaveMark(bytes, count)) {
      hand(bytes, count);
      return;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(count + length);
    for (int i = 0; i < count; i++) {
      byte octet = bytes[i];
      if (length < start && octet != mark[length]) {
        // No mark; none can have begun within, since a NUL is only at the start.
        plain.write(mark, 0, length);
        length = 0;
      }
      if (length > 0 || octet == 0) {
        mark[length++] = octet;
      } else {
        plain.write(octet);
      }
      if (length == mark.length) {
        length = 0;
        hand(plain.toByteArray(), plain.size());
        plain.reset();
        marks.passed(this, ByteBuffer.wrap(mark).getLong(start));
      }
    }
    hand(plain.toByteArray(), plain.size());
  }

  private static boolean mayHaveMark(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private void hand(byte[] bytes, int count) {
    if (count > 0) {
      marks.awaitBegin(this);
      to.take(bytes, count);
    }
  }

  @Override
  public void end() {
    try {
      hand(mark, Math.min(length, start));
    } finally {
      marks.passed(this, Long.MAX_VALUE);
      to.end();
    }
  }
}
