package dev.parallelexec.remote.depot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 in the making. For one thread. */
public final class Sum {
  private final MessageDigest digest;

  /** Of nothing yet. */
  public Sum() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds the first bytes of an array. */
  public Sum add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    return this;
  }

  /** 64 lower-case hexadecimal digits; then it begins anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** That of a file's content. */
  public static String of(Path file) throws IOException {
    Sum sum = new Sum();
    byte[] buffer = new byte[Parcel.BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        sum.add(buffer, length);
      }
    }
    return sum.hex();
  }
}
