package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the classes and resources of a class path are still what they were, by what the file
 * system tells without opening a file: path, size, times and identity. The time of the last change
 * of the entry itself is among them where there is one, so that a tool that sets all times to a
 * constant is noticed. Jars that are named only in a jar's manifest are not looked at.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /** A short text that differs when the order or the contents of the class path differ. */
  public static String of(List<Path> classPath) {
    return of(classPath, path -> false);
  }

  /**
   * The same, leaving files out.
   *
   * @param leftOut told absolute paths; a directory that is left out is not entered
   */
  public static String of(List<Path> classPath, Predicate<Path> leftOut) {
    StringBuilder all = new StringBuilder();
    for (Path entry : classPath) {
      Path path = entry.toAbsolutePath().normalize();
      all.append(path).append('\n');
      List<String> files = new ArrayList<>();
      walk(path, leftOut, files);
      // Directories yield their files in no order that could be relied on.
      Collections.sort(files);
      for (String line : files) {
        all.append(line).append('\n');
      }
    }
    return Hash.quick(all.toString());
  }

  private static void walk(Path root, Predicate<Path> leftOut, List<String> files) {
    try {
      Files.walkFileTree(
          root,
          Set.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return leftOut.test(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (!leftOut.test(path)) {
                files.add(root.relativize(path) + " " + state(path, attributes));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
              files.add(root.relativize(path) + " " + e.getClass().getSimpleName());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      files.add(e.toString());
    }
  }

  private static String state(Path path, BasicFileAttributes attributes) {
    return attributes.size()
        + " "
        + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)
        + " "
        + attributes.fileKey()
        + " "
        + changed(path);
  }

  private static Object changed(Path path) {
    try {
      Map<String, Object> unix = Files.readAttributes(path, "unix:ctime");
      return unix.getOrDefault("ctime", "");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "";
    }
  }
}
