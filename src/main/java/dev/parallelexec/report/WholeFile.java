package dev.parallelexec.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears under its name only when it is complete, so that nobody ever reads half of
 * it; one that was there before is replaced.
 */
final class WholeFile {
  private static final int BUFFER = 64 * 1024;

  private WholeFile() {}

  /** Writes a file's content. */
  interface Content {
    /** Writes all of it; the stream is buffered, and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Its name until it is complete. */
  static String unfinished(String name) {
    return "." + name + ".tmp";
  }

  /** Writes the file; its directory has to be there. */
  static void write(Path file, Content content) throws IOException {
    Path unfinished = file.resolveSibling(unfinished(String.valueOf(file.getFileName())));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER)) {
      content.writeTo(out);
    }
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
