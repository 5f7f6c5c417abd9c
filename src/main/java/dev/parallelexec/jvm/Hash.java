package dev.parallelexec.jvm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Short names for contents. */
final class Hash {
  private Hash() {}

  /**
   * 16 hex digits and the length: enough to notice a change, no defence against one that is made to
   * deceive. A cryptographic digest costs a JVM tens of milliseconds when it is first used, and
   * this stands in front of every start of a worker.
   */
  static String quick(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return sum(new CRC32(), bytes) + sum(new CRC32C(), bytes) + Integer.toHexString(bytes.length);
  }

  private static String sum(Checksum sum, byte[] bytes) {
    sum.update(bytes, 0, bytes.length);
    // A leading 1 keeps the zeros behind it, and is cut off.
    return Long.toHexString(1L << 32 | sum.getValue()).substring(1);
  }

  /** 32 hex digits of SHA-256. */
  static String of(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
