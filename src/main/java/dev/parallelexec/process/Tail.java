package dev.parallelexec.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the last bytes of a stream. For any thread. */
final class Tail {
  private static final int MOST = 4 * 1024;

  private byte[] kept = new byte[0];

  synchronized void add(byte[] bytes, int length) {
    int from = Math.max(0, length - MOST);
    int old = Math.min(kept.length, MOST - (length - from));
    byte[] joined = new byte[old + length - from];
    System.arraycopy(kept, kept.length - old, joined, 0, old);
    System.arraycopy(bytes, from, joined, old, length - from);
    kept = joined;
  }

  /** Forgets them. */
  synchronized void clear() {
    kept = new byte[0];
  }

  /** The text, without white space at its ends. */
  synchronized String text() {
    return new String(Arrays.copyOf(kept, kept.length), StandardCharsets.UTF_8).strip();
  }
}
