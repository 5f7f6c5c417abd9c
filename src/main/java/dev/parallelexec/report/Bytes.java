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
    int length = more.length - from;
    room(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
    return this;
  }

  /** The byte that was added last; 0 where there is none. */
  byte last() {
    return size == 0 ? 0 : bytes[size - 1];
  }

  /** In UTF-8; half a surrogate pair becomes a question mark. */
  Bytes add(String text) {
    int length = text.length();
    room(length);
    int start = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = start;
        return add(text.getBytes(StandardCharsets.UTF_8), 0);
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  /** In decimal digits. */
  Bytes decimal(long number) {
    if (number < 0) {
      return add(Long.toString(number));
    }
    int digits = 1;
    for (long next = 10; digits < 19 && number >= next; next *= 10) {
      digits++;
    }
    return digits(number, digits);
  }

  /** Seconds with up to six digits behind the point, without zeros at the end. */
  Bytes seconds(long nanos) {
    long micros = Math.max(0, nanos) / 1_000;
    decimal(micros / SECOND);
    long rest = micros % SECOND;
    if (rest > 0) {
      add('.').digits(rest, 6);
      while (bytes[size - 1] == '0') {
        size--;
      }
    }
    return this;
  }

  /** With zeros in front. */
  Bytes digits(long number, int digits) {
    room(digits);
    int at = size + digits - 1;
    long rest = number;
    while (at >= size && rest > Integer.MAX_VALUE) {
      bytes[at--] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    // Much faster with ints, and two at a time.
    int small = (int) rest;
    while (at > size) {
      int hundreds = small / 100;
      int two = small - hundreds * 100;
      bytes[at--] = ONES[two];
      bytes[at--] = TENS[two];
      small = hundreds;
    }
    if (at == size) {
      bytes[at] = ONES[small % 100];
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

  /** As eight bytes. */
  Bytes int64(long number) {
    return int32((int) (number >> 32)).int32((int) number);
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

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
