package dev.parallelexec.jvm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that several builds may make at once: it is there whole, or not at all. Who comes second
 * replaces it with the same content.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file's content. */
  public interface Content {
    /** Writes all of it; the stream is buffered by the caller's choice and closed here. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Makes the file and the directories that lead to it; returns its length in bytes. */
  public static long write(Path target, Content content) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(target + " is no place for a file");
    }
    Files.createDirectories(directory);
    Path temporary = Files.createTempFile(directory, "new", ".tmp", permissions(directory));
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        content.writeTo(out);
      }
      long length = Files.size(temporary);
      move(temporary, target, length);
      return length;
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A disk that is full does not say which.
      throw new IOException(target + " cannot be written: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Temporary files are their maker's alone by default; what builds share, others may have to read.
   */
  private static FileAttribute<?>[] permissions(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"))
        }
        : new FileAttribute<?>[0];
  }

  private static void move(Path temporary, Path target, long length) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      // Windows keeps a file that a running worker has open: then it is the one we wanted to make.
      if (!Files.isRegularFile(target) || Files.size(target) != length) {
        throw e;
      }
    }
  }
}
