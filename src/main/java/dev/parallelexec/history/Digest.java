package dev.parallelexec.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Puts texts together and makes a fingerprint of them; used again and again by one thread. */
final class Digest {
  /** How many hex digits a fingerprint has. */
  static final int LENGTH = 32;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest sha;
  private final CRC32C sum = new CRC32C();
  private byte[] bytes = new byte[1_024];
  private int size;

  Digest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds a text, with its length before it so that no two sequences of texts look alike. */
  Digest add(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    add(utf8.length);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
    return this;
  }

  /** Adds a number. */
  Digest add(int number) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (number >> shift);
    }
    return this;
  }

  /** Where the next text begins. */
  int at() {
    return size;
  }

  /** A short sum of what was added between, to tell people which part changed. */
  String part(int from, int to) {
    sum.reset();
    sum.update(bytes, from, to - from);
    return Long.toHexString(sum.getValue());
  }

  /** Begins anew. */
  void clear() {
    size = 0;
  }

  /** Half of SHA-256 of all that was added, in hex digits; begins anew. */
  String take() {
    return hex(bytes());
  }

  /** The same, whose half counts. */
  byte[] bytes() {
    sha.update(bytes, 0, size);
    size = 0;
    return sha.digest();
  }

  /** The half that counts, in hex digits. */
  static String hex(byte[] digest) {
    byte[] hex = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i += 2) {
      int both = digest[i / 2];
      hex[i] = HEX[both >> 4 & 15];
      hex[i + 1] = HEX[both & 15];
    }
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
