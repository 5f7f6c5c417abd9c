package dev.parallelexec.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Characters to bytes, many at a time. Not synchronized, as the platform's is: an XML writer writes
 * a few characters at a time. Half a surrogate pair becomes a question mark.
 */
final class Utf8Writer extends Writer {
  private final OutputStream out;
  private final char[] buffer = new char[8_192];
  private int size;

  Utf8Writer(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int c) throws IOException {
    room(1);
    buffer[size++] = (char) c;
  }

  @Override
  public void write(char[] chars, int from, int length) throws IOException {
    int at = from;
    int left = length;
    while (left > 0) {
      int step = Math.min(left, room(1));
      System.arraycopy(chars, at, buffer, size, step);
      size += step;
      at += step;
      left -= step;
    }
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    int at = from;
    int left = length;
    while (left > 0) {
      int step = Math.min(left, room(1));
      text.getChars(at, at + step, buffer, size);
      size += step;
      at += step;
      left -= step;
    }
  }

  /** What is bytes already, behind what was written. */
  void write(Bytes bytes) throws IOException {
    if (size > 0) {
      empty();
    }
    out.write(bytes.array(), 0, bytes.size());
  }

  /** How much room there is, at least so much. */
  private int room(int wanted) throws IOException {
    if (buffer.length - size < wanted) {
      empty();
    }
    return buffer.length - size;
  }

  /** The first half of a pair waits for the second. */
  private void empty() throws IOException {
    boolean half = size > 0 && Character.isHighSurrogate(buffer[size - 1]);
    int whole = half ? size - 1 : size;
    out.write(new String(buffer, 0, whole).getBytes(StandardCharsets.UTF_8));
    buffer[0] = half ? buffer[size - 1] : 0;
    size = half ? 1 : 0;
  }

  /** The bytes that are complete; the stream is not flushed. */
  @Override
  public void flush() throws IOException {
    if (size > 0) {
      empty();
    }
  }

  @Override
  public void close() throws IOException {
    empty();
    out.close();
  }
}
