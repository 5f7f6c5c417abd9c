package dev.parallelexec.plan;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file that are not blank, one after the other, with the number of the last one.
 * {@link java.io.BufferedReader} would not do: it also ends lines at a lone CR, and cannot tell in
 * which line the bytes are no UTF-8.
 */
final class Lines implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private int from;
  private int to;
  private long number;

  private Lines(InputStream in) {
    this.in = in;
  }

  static Lines open(Path file) throws IOException {
    return new Lines(Files.newInputStream(file));
  }

  /** The number of the line that {@link #next} gave last, or failed at, from 1. */
  long number() {
    return number;
  }

  /**
   * The next line that is not blank, null after the last one.
   *
   * @throws CharacterCodingException where the line is no UTF-8
   */
  @Nullable String next() throws IOException {
    while (read()) {
      number++;
      String text = text();
      if (!text.isBlank()) {
        return text;
      }
    }
    return null;
  }

  private String text() throws CharacterCodingException {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    String text = utf8.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    // Windows editors put a byte order mark in front of the first line.
    return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Reads up to the next LF, which is dropped; false at the end of the file. */
  private boolean read() throws IOException {
    line.reset();
    while (true) {
      for (int i = from; i < to; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, from, i - from);
          from = i + 1;
          return true;
        }
      }
      line.write(buffer, from, to - from);
      from = 0;
      to = in.read(buffer);
      if (to < 0) {
        to = 0;
        return line.size() > 0;
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
