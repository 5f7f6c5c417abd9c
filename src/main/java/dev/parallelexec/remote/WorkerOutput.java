package dev.parallelexec.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * What a worker on a node writes to its standard output, without the line in it with which the
 * script there tells how the worker ended. That line is the only thing that tells it: a launcher
 * that ends without it, whatever its exit code, has lost the worker.
 *
 * <p>Passes on at once what cannot be the beginning of that line. For one thread, but {@link #end}.
 */
final class WorkerOutput extends InputStream {
  private static final int CHUNK = 8 * 1024;

  /** More digits no exit code has. */
  private static final int DIGITS = 3;

  private final InputStream from;
  private final byte[] marker;
  private final byte[] raw = new byte[CHUNK];
  private final CompletableFuture<OptionalInt> end = new CompletableFuture<>();
  private byte[] ready = new byte[0];
  private int at;
  private int size;

  /** How many bytes of the mark were the last that came, and are held back. */
  private int matched;

  /** What came behind the mark; -1 where that has not come. */
  private int code = -1;

  private int digits;

  /**
   * Reads nothing yet.
   *
   * @param marker {@linkplain Script#marker stands before} the exit code, in whatever line
   */
  WorkerOutput(InputStream from, String marker) {
    this.from = from;
    this.marker = marker.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The worker's exit code, 128 and its number where a signal ended it; empty where this has ended
   * or was closed and did not tell it. Comes when the output has been read so far.
   */
  CompletableFuture<OptionalInt> end() {
    return end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    while (at == size) {
      if (!more()) {
        return -1;
      }
    }
    int count = Math.min(length, size - at);
    System.arraycopy(ready, at, to, offset, count);
    at += count;
    return count;
  }

  private boolean more() throws IOException {
    int count = -1;
    try {
      count = from.read(raw);
    } finally {
      if (count < 0) {
        end.complete(OptionalInt.empty());
      }
    }
    at = 0;
    size = 0;
    ready = new byte[matched + Math.max(0, count)];
    for (int i = 0; i < count; i++) {
      take(raw[i]);
    }
    boolean last = count < 0 && matched > 0;
    if (last) {
      release();
    }
    return count >= 0 || last;
  }

  private void take(byte b) {
    if (code >= 0) {
      digit(b);
      return;
    }
    if (b != marker[matched]) {
      // The mark's first letter is nowhere else in it: it can begin anew with this byte at most.
      release();
    }
    if (b != marker[matched]) {
      ready[size++] = b;
    } else if (++matched == marker.length) {
      matched = 0;
      code = 0;
    }
  }

  private void digit(byte b) {
    if (b >= '0' && b <= '9' && digits < DIGITS) {
      digits++;
      code = 10 * code + b - '0';
    } else {
      // The line's end; what comes behind it is from who was left running.
      end.complete(digits > 0 && b == '\n' ? OptionalInt.of(code) : OptionalInt.empty());
      code = -1;
      digits = 0;
    }
  }

  /** Hands on what was held back. */
  private void release() {
    System.arraycopy(marker, 0, ready, size, matched);
    size += matched;
    matched = 0;
  }

  @Override
  public int available() {
    return size - at;
  }

  @Override
  public void close() throws IOException {
    end.complete(OptionalInt.empty());
    from.close();
  }
}
