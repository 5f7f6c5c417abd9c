package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the file system tells of a file without opening it; of a symbolic link, of the file that it
 * leads to. Where it is the same, so is the content, but for changes within one tick of the file
 * system's clock.
 *
 * @param size in bytes
 * @param modified when the content was last written, in nanoseconds since the epoch; tools may set
 *     it
 * @param changed when anything of the file was last changed; no tool can set it. The same as {@code
 *     modified} on systems that do not tell
 * @param number which tells it from another file that had its name, as an inode's; 0 where there is
 *     no such thing. Without the number of the device, which may differ from mount to mount
 */
record FileState(Kind kind, long size, long modified, long changed, long number) {
  /** What there is. */
  enum Kind {
    FILE,
    DIRECTORY,
    OTHER
  }

  /** In one look: one at the basic attributes and one at the time of the change cost more. */
  private static final String ALL = "unix:size,lastModifiedTime,ctime,ino,mode";

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;

  /**
   * Looks.
   *
   * @return null where there is nothing, also where a link leads nowhere
   */
  static @Nullable FileState of(Path path) throws IOException {
    try {
      return path.getFileSystem().supportedFileAttributeViews().contains("unix")
          ? unix(Files.readAttributes(path, ALL))
          : basic(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return null;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      // What is said to be below a file, and a link that leads to itself, have no exception of
      // their own.
      if (Files.isSymbolicLink(path) || belowFile(path)) {
        return null;
      }
      throw e;
    }
  }

  private static FileState unix(Map<String, Object> all) {
    int type = (Integer) value(all, "mode") & TYPE;
    return new FileState(
        type == REGULAR ? Kind.FILE : type == DIRECTORY ? Kind.DIRECTORY : Kind.OTHER,
        (Long) value(all, "size"),
        nanos(value(all, "lastModifiedTime")),
        nanos(value(all, "ctime")),
        (Long) value(all, "ino"));
  }

  private static Object value(Map<String, Object> all, String name) {
    Object value = all.get(name);
    if (value == null) {
      throw new IllegalStateException("the unix view has no " + name);
    }
    return value;
  }

  private static FileState basic(BasicFileAttributes all) {
    long modified = nanos(all.lastModifiedTime());
    Object key = all.fileKey();
    return new FileState(
        all.isRegularFile() ? Kind.FILE : all.isDirectory() ? Kind.DIRECTORY : Kind.OTHER,
        all.size(),
        modified,
        modified,
        key == null ? 0 : key.hashCode());
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }

  private static boolean belowFile(Path path) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        return true;
      }
    }
    return false;
  }

  /** As {@code equals}, which is slow when it is first used. */
  boolean same(FileState other) {
    return kind == other.kind
        && size == other.size
        && modified == other.modified
        && changed == other.changed
        && number == other.number;
  }

  boolean isFile() {
    return kind == Kind.FILE;
  }
}
