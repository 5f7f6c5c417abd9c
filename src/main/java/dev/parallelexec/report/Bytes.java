package dev.parallelexec.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that are put together and then taken, many times. Not synchronized, as the platform's
 * streams are: what is written for each task is made of many small pieces.
 */
final class Bytes {
  private static final int SECOND = 1_000_000;

  /** The digits of the numbers below a hundred. */
  private static final byte[] ONES = new byte[100];

  private static final byte[] TENS = new byte[100];

  /** Of ten, as far as an int goes. */
  private static final int[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

  static {
    for (int i = 0; i < 100; i++) {
      ONES[i] = (byte) ('0' + i % 10);
      TENS[i] = (byte) ('0' + i / 10);
    }
  }

  private byte[] bytes = new byte[1_024];
  private int size;

  int size() {
    return size;
  }

  /** What counts of it are the first {@link #size} bytes, until the next call. */
  byte[] array() {
    return bytes;
  }

  void clear() {
    size = 0;
  }

  Bytes add(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  Bytes add(byte[] more, int from) {
    return add(more, from, more.length - from);
  }

  Bytes add(byte[] more, int from, int length) {
    room(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
    return this;
  }

  Bytes add(Bytes more) {
    return add(more.bytes, 0, more.size);
  }

  /** The byte that was added last; 0 where there is none. */
  byte last() {
    return size == 0 ? 0 : bytes[size - 1];
  }

  /** In UTF-8; half a surrogate pair becomes a question mark. */
  Bytes add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8), 0);
  }

  /** In decimal digits. */
  Bytes decimal(long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      return add(Long.toString(number));
    }
    int digits = 1;
    while (digits < POWERS.length && number >= POWERS[digits]) {
      digits++;
    }
    return digits((int) number, digits);
  }

  /** Seconds with up to six digits behind the point, without zeros at the end. */
  Bytes seconds(long nanos) {
    long micros = Math.max(0, nanos) / 1_000;
    long whole = micros < SECOND ? 0 : micros / SECOND;
    decimal(whole);
    int rest = (int) (micros - whole * SECOND);
    if (rest > 0) {
      add('.').digits(rest, 6);
      while (bytes[size - 1] == '0') {
        size--;
      }
    }
    return this;
  }

  /** Seconds with three digits behind the point. */
  Bytes millis(long millis) {
    return decimal(millis / 1_000).add('.').digits((int) (millis % 1_000), 3);
  }

  /** With zeros in front. */
  Bytes digits(int number, int digits) {
    room(digits);
    int at = size + digits - 1;
    int rest = number;
    while (at > size) {
      int hundreds = rest / 100;
      int two = rest - hundreds * 100;
      bytes[at--] = ONES[two];
      bytes[at--] = TENS[two];
      rest = hundreds;
    }
    if (at == size) {
      bytes[at] = ONES[rest % 100];
    }
    size += digits;
    return this;
  }

  /** As four bytes. */
  Bytes int32(int number) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (number >> shift);
    }
    return this;
  }

  /** The number that {@link #int32} added there. */
  static int int32(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  /** The number that {@link #int64} added there. */
  static long int64(byte[] bytes, int at) {
    return (long) int32(bytes, at) << 32 | (int32(bytes, at + 4) & 0xffff_ffffL);
  }

  /** As eight bytes. */
  Bytes int64(long number) {
    return int32((int) (number >> 32)).int32((int) number);
  }

  /**
   * Whether what was added from there on may stand between the quotes of JSON as it is. Nearly all
   * texts may, so they are looked at where they are already.
   */
  boolean plain(int from) {
    for (int i = from; i < size; i++) {
      byte b = bytes[i];
      if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  /** Takes back what was added from there on. */
  Bytes cut(int from) {
    size = from;
    return this;
  }

  /** In UTF-8, its length before it. */
  Bytes text(String text) {
    int before = size;
    int32(0).add(text);
    int after = size;
    size = before;
    int32(after - before - 4);
    size = after;
    return this;
  }

  /** What was added, read as UTF-8. */
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  /** Growing is apart: compilers put this into every caller, and that into none. */
  private void room(int more) {
    if (size + more > bytes.length) {
      grow(size + more);
    }
  }

  private void grow(int least) {
    bytes = Arrays.copyOf(bytes, Math.max(least, bytes.length * 2));
  }
}
