package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * One archive in the user's cache, under its {@linkplain ArchiveKey key}: a directory, whose time
 * is that of its last use.
 *
 * <pre>
 * classes.jsa    the archive
 * note           what is known of it; an archive without one is none
 * names          of all that is in its jars
 * request        what to make it of, and
 * classes.list   the classes that a worker loaded: both until it has been tried
 * new.*          of a training that is under way
 * </pre>
 *
 * For any thread and several builds at once: what counts is the note, which appears whole.
 *
 * @param directory its place
 */
record ArchiveEntry(Path directory) {
  private static final Duration TOUCHED_EVERY = Duration.ofDays(1);

  Path archive() {
    return directory.resolve("classes.jsa");
  }

  Path names() {
    return directory.resolve("names");
  }

  Path request() {
    return directory.resolve("request");
  }

  Path list() {
    return directory.resolve("classes.list");
  }

  /** A file of the training, gone when that has ended. */
  Path fresh(String kind) {
    return directory.resolve("new." + kind);
  }

  ArchiveNote note() {
    return ArchiveNote.read(noteFile());
  }

  Path noteFile() {
    return directory.resolve("note");
  }

  /** Whether the archive is, byte for byte, what was made: reads all of it. */
  boolean isSound(ArchiveNote note) {
    try {
      return Files.size(archive()) == note.length() && sum(archive()) == note.sum();
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives a finished archive its name. */
  void publish(Path made) throws IOException {
    ArchiveNote note = ArchiveNote.made(Files.size(made), sum(made));
    Files.move(made, archive(), StandardCopyOption.REPLACE_EXISTING);
    note.write(noteFile());
  }

  /** There is no archive, and for some days nobody need try. */
  void fail(String reason) throws IOException {
    ArchiveNote.failed(reason).write(noteFile());
    Files.deleteIfExists(archive());
  }

  /** There is no archive, and the next build may make one. */
  void forget() throws IOException {
    Files.deleteIfExists(noteFile());
    Files.deleteIfExists(archive());
  }

  /** It was used; a write to the file system, at most once a day. */
  void touch() throws IOException {
    Instant now = Instant.now();
    if (used().isBefore(now.minus(TOUCHED_EVERY))) {
      Files.setLastModifiedTime(directory, FileTime.from(now));
    }
  }

  /** When it was last used, to a day. */
  Instant used() throws IOException {
    return Files.getLastModifiedTime(directory).toInstant();
  }

  private static long sum(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      for (long at = 0; at < size; at += Integer.MAX_VALUE) {
        long length = Math.min(size - at, Integer.MAX_VALUE);
        MappedByteBuffer part = channel.map(FileChannel.MapMode.READ_ONLY, at, length);
        sum.update(part);
      }
    }
    return sum.getValue();
  }
}
