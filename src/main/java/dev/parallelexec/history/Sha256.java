package dev.parallelexec.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 in the making, of which the first half is told: 128 bits are enough for contents that
 * nobody made to deceive, and half as long to keep. For one thread.
 */
final class Sha256 {
  private static final int BUFFER = 64 * 1024;
  private static final int KEPT_BYTES = 16;

  /** How many characters a hash has. */
  static final int LENGTH = 2 * KEPT_BYTES;

  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Sha256 add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    return this;
  }

  /** Adds a text with its end, so that what follows cannot be taken for a part of it. */
  Sha256 add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(bytes);
    digest.update((byte) 0);
    return this;
  }

  /** 32 lower-case hex digits; then it begins anew. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest(), 0, KEPT_BYTES);
  }

  /**
   * The hash of a file's content.
   *
   * @param size which it probably has, in bytes: a small file needs a small buffer only
   */
  static String of(Path file, long size) throws IOException {
    Sha256 hash = new Sha256();
    // One more, so that the end of a file that has this size is seen with the first read.
    byte[] buffer = new byte[(int) Math.min(size + 1, BUFFER)];
    try (InputStream in = Files.newInputStream(file)) {
      int length;
      while ((length = in.read(buffer)) >= 0) {
        hash.add(buffer, length);
      }
    }
    return hash.hex();
  }
}
