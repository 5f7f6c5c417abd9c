package dev.parallelexec.remote.depot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A file that comes piece by piece: under another name, until it is whole. What goes wrong with it
 * is told at its end, so that who sends it need not stop before. For one thread.
 */
final class Arrival implements AutoCloseable {
  private final Path target;
  private final Sum sum = new Sum();
  private @Nullable Path temporary;
  private @Nullable OutputStream out;
  private @Nullable IOException trouble;

  Arrival(Path target) {
    this.target = target;
    try {
      Path directory = Files.createDirectories(target.toAbsolutePath().getParent());
      temporary = Files.createTempFile(directory, ".new", ".tmp", permissions(directory));
      out = Files.newOutputStream(temporary);
    } catch (IOException e) {
      trouble = e;
    }
  }

  /** Temporary files are their maker's alone by default; others may have to read this one. */
  private static FileAttribute<?>[] permissions(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"))
        }
        : new FileAttribute<?>[0];
  }

  /** Adds the first bytes of an array. */
  void add(byte[] bytes, int length) {
    sum.add(bytes, length);
    OutputStream to = out;
    if (to == null || trouble != null) {
      return;
    }
    try {
      to.write(bytes, 0, length);
    } catch (IOException e) {
      trouble = e;
    }
  }

  /**
   * Puts it in its place.
   *
   * @param sent the SHA-256 that it had where it was sent
   * @param expected the one that it is to have; null for any
   */
  void end(String sent, @Nullable String expected) throws Trouble {
    Path whole = temporary;
    try {
      if (out != null) {
        out.close();
      }
      if (trouble != null) {
        throw trouble;
      }
      String own = sum.hex();
      if (!own.equals(sent)) {
        throw new Trouble("it was damaged on the way");
      } else if (expected != null && !own.equals(expected)) {
        throw new Trouble("it has changed meanwhile");
      } else if (whole != null) {
        move(whole, target);
      }
    } catch (IOException e) {
      throw Trouble.of(e);
    }
  }

  /** Replaces what is there by a file of the same directory. */
  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      // It was not to be kept.
    }
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // The next sweep takes it.
    }
  }
}
