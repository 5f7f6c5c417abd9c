package dev.parallelexec.remote.depot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One build's directory on the node, and beside it a file that is locked as long as the build is
 * there and lists the contents that it uses. For one thread.
 */
final class Tenancy implements AutoCloseable {
  private static final String LIST = ".uses";

  /** An abandoned one is deleted then: its build may be about to come back. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path runs;
  private final Path directory;
  private final Path owner;
  private final String mark = UUID.randomUUID().toString();
  private final FileChannel list;
  private final Set<String> uses = new HashSet<>();

  /** Takes it over where another program had it. */
  Tenancy(Path runs, String name) throws IOException {
    this.runs = Files.createDirectories(runs);
    this.directory = Files.createDirectories(runs.resolve(name));
    this.owner = runs.resolve(name + ".owner");
    this.list =
        FileChannel.open(
            runs.resolve(name + LIST),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND);
    lock(list);
    Files.writeString(owner, mark);
  }

  /** For as long as the channel is open; the program that is to be relieved may still have it. */
  private static void lock(FileChannel channel) {
    try {
      FileLock unused = channel.tryLock();
    } catch (IOException | OverlappingFileLockException e) {
      // A file system without locks: the hour has to be enough.
    }
  }

  Path directory() {
    return directory;
  }

  /** Keeps a content from being deleted. */
  void uses(String name) throws IOException {
    if (uses.add(name)) {
      list.write(StandardCharsets.US_ASCII.encode(name + "\n"));
    }
  }

  /** What builds use that are there; deletes what the others left. */
  Set<String> used() throws IOException {
    Set<String> used = new HashSet<>();
    try (Stream<Path> files = Files.list(runs)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(LIST) && !abandoned(file)) {
          used.addAll(Files.readAllLines(file, StandardCharsets.US_ASCII));
        }
      }
    } catch (NoSuchFileException e) {
      // One that has just ended.
    }
    return used;
  }

  private static boolean abandoned(Path file) throws IOException {
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    if (changed.isAfter(Instant.now().minus(ABANDONED))) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      if (free == null) {
        return false;
      }
      String text = file.toString();
      String run = text.substring(0, text.length() - LIST.length());
      delete(Path.of(run));
      Files.deleteIfExists(Path.of(run + ".owner"));
      Files.deleteIfExists(file);
      return true;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Deletes it all, unless another program has taken it over. */
  void end() throws IOException {
    if (Files.isRegularFile(owner) && Files.readString(owner).equals(mark)) {
      delete(directory);
      Files.deleteIfExists(runs.resolve(directory.getFileName() + LIST));
      Files.deleteIfExists(owner);
    }
  }

  /** Deletes a tree; what is gone already is no error. */
  static void delete(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    list.close();
  }
}
