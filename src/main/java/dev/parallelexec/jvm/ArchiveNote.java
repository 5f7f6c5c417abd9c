package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of an archive: one line, {@code made LENGTH SUM} or {@code failed REASON}.
 *
 * @param kind whether there is an archive
 * @param length its length in bytes; 0 where there is none
 * @param sum CRC-32C of its bytes; 0 where there is none
 * @param reason why there is none, a phrase; empty where nothing is known
 */
record ArchiveNote(Kind kind, long length, long sum, String reason) {
  /** Whether there is an archive. */
  enum Kind {
    /** Nobody has tried, or not for a long time. */
    ABSENT,
    MADE,
    FAILED
  }

  static final ArchiveNote ABSENT = new ArchiveNote(Kind.ABSENT, 0, 0, "");

  /** A full disk, or a machine that was too busy, is not for ever. */
  private static final Duration FAILED_FOR = Duration.ofDays(7);

  static ArchiveNote made(long length, long sum) {
    return new ArchiveNote(Kind.MADE, length, sum, "");
  }

  static ArchiveNote failed(String reason) {
    return new ArchiveNote(Kind.FAILED, 0, 0, reason.replaceAll("\\s+", " ").strip());
  }

  /** Reads one; what cannot be read, or is no note, says nothing. */
  static ArchiveNote read(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ", 3);
      if (words[0].equals("made") && words.length == 3) {
        return made(Long.parseLong(words[1]), Long.parseLong(words[2], 16));
      } else if (words[0].equals("failed") && isRecent(file)) {
        return failed(String.join(" ", words).substring("failed".length()));
      }
    } catch (IOException | NumberFormatException e) {
      return ABSENT;
    }
    return ABSENT;
  }

  private static boolean isRecent(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(FAILED_FOR));
  }

  /** Writes it, whole or not at all. */
  void write(Path file) throws IOException {
    String text =
        kind == Kind.MADE
            ? "made " + length + " " + Long.toHexString(sum) + "\n"
            : "failed " + reason + "\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(bytes));
  }
}
