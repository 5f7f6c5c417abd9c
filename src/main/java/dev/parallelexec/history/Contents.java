package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Contents of files as hashes; remembers nothing yet. */
public final class Contents implements AutoCloseable {
  private Contents() {}

  /** Opens a store; a missing or damaged one remembers nothing. */
  public static Contents open(Path store) {
    return new Contents();
  }

  /** 32 hex digits of SHA-256; null where there is no regular file. */
  public @Nullable String of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {}
}
