package dev.parallelexec.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that come back from the cache: first all of them beside their places, checked, then all of
 * them in their places. A build that is killed meanwhile leaves files whose names begin with {@link
 * #PREFIX}, and nothing else that is not whole. For one thread.
 */
final class Restoring implements AutoCloseable {
  static final String PREFIX = ".parallel-exec-";

  private final Blobs blobs;
  private final List<Copy> copies = new ArrayList<>();

  private record Copy(Path temporary, Path place) {}

  Restoring(Blobs blobs) {
    this.blobs = blobs;
  }

  /**
   * Copies a file beside its place; makes the directories that lead to it.
   *
   * @throws DamagedException where the cache does not have it any more
   * @throws IOException where it cannot be written
   */
  void add(CachedFile file, Path place) throws IOException {
    if (Files.isDirectory(place)) {
      throw new IOException(place + " is a directory, and would be a file; move it away");
    }
    Path directory = place.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = place.resolveSibling(PREFIX + random + ".tmp");
    try (OutputStream out = newFile(temporary)) {
      copies.add(new Copy(temporary, place));
      blobs.get(file.hash(), out);
    } catch (DamagedException | FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A disk that is full does not say which.
      throw new IOException(place + " cannot be written: " + e.getMessage(), e);
    }
    if (file.executable()) {
      Executable.set(temporary);
    }
  }

  private static OutputStream newFile(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Puts all of them into their places; each appears whole. */
  void finish() throws IOException {
    for (Copy copy : copies) {
      try {
        Files.move(copy.temporary, copy.place, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(copy.temporary, copy.place, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    copies.clear();
  }

  /** Removes what was not put into its place. */
  @Override
  public void close() throws IOException {
    for (Copy copy : copies) {
      Files.deleteIfExists(copy.temporary);
    }
  }
}
