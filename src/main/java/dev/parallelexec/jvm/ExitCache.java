package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known about jars that were looked at before, and the copies of those that call exit. A
 * jar is known by its path, size and time: a second look costs a few calls of the file system.
 *
 * <pre>
 * KEY.clean        no exit in it and no Class-Path: an empty file
 * KEY.info         exits or clean; length of the copy, 0 without one; its Class-Path, a line each
 * KEY/NAME.jar     the copy
 * </pre>
 *
 * All files appear whole, so that builds may share a cache; what was not asked for in two months
 * goes when something new comes.
 */
final class ExitCache {
  /** Part of every key: rises when the same jar would be copied otherwise. */
  private static final String FORMAT = "1";

  private static final Duration TOUCHED_EVERY = Duration.ofDays(1);
  private static final Duration KEPT = Duration.ofDays(60);

  private final Path directory;

  ExitCache(Path directory) {
    this.directory = directory;
  }

  /**
   * What is known about a jar.
   *
   * @param exits whether a class in it calls exit
   * @param copyLength of the copy in bytes; 0 where none was made
   * @param classPath what its manifest names, existing or not
   */
  record Verdict(String key, boolean exits, long copyLength, List<Path> classPath) {}

  /** The name under which a state of a jar is known; the path is absolute. */
  static String key(Path jar, BasicFileAttributes attributes) {
    return Hash.quick(
        String.join(
            "\n",
            FORMAT,
            jar.toString(),
            Long.toString(attributes.size()),
            Long.toString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS))));
  }

  /** What was found out earlier; null where nothing was. */
  @Nullable Verdict known(Path jar, String key) throws IOException {
    if (used(directory.resolve(key + ".clean"))) {
      return new Verdict(key, false, 0, List.of());
    }
    Path info = directory.resolve(key + ".info");
    if (!used(info)) {
      return null;
    }
    List<String> lines = Files.readAllLines(info);
    boolean exits = lines.get(0).equals("exits");
    long length = Long.parseLong(lines.get(1));
    if (exits && !isWhole(copy(jar, key), length)) {
      return null;
    }
    return new Verdict(
        key, exits, length, lines.subList(2, lines.size()).stream().map(Path::of).toList());
  }

  /** Looks into the jar, copies it where it exits, and remembers. */
  Verdict look(Path jar, String key) throws IOException {
    try (JarPatch patch = new JarPatch(jar)) {
      boolean exits = patch.exits();
      long length = exits ? AtomicFile.write(copy(jar, key), patch::copyTo) : 0;
      Verdict verdict = new Verdict(key, exits, length, patch.classPath());
      remember(verdict);
      return verdict;
    }
  }

  /** The copy of a jar, made where there is none yet. */
  Path copied(Path jar, Verdict verdict) throws IOException {
    Path copy = copy(jar, verdict.key);
    if (!isWhole(copy, verdict.copyLength)) {
      try (JarPatch patch = new JarPatch(jar)) {
        long length = AtomicFile.write(copy, patch::copyTo);
        remember(new Verdict(verdict.key, verdict.exits, length, verdict.classPath));
      }
    }
    return copy;
  }

  /** Removes what nobody asked for in a long time; what cannot be removed stays. */
  void prune() {
    FileTime oldest = FileTime.from(Instant.now().minus(KEPT));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
          Files.deleteIfExists(file);
          remove(directory.resolve(file.getFileName().toString().replaceFirst("\\..*", "")));
        }
      }
    } catch (IOException e) {
      // Another build may be at it as well, and there is always a next time.
    }
  }

  private static void remove(Path copies) throws IOException {
    if (Files.isDirectory(copies)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(copies)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(copies);
    }
  }

  private void remember(Verdict verdict) throws IOException {
    if (!verdict.exits && verdict.copyLength == 0 && verdict.classPath.isEmpty()) {
      AtomicFile.write(directory.resolve(verdict.key + ".clean"), out -> {});
      return;
    }
    StringBuilder text = new StringBuilder(verdict.exits ? "exits" : "clean");
    text.append('\n').append(verdict.copyLength).append('\n');
    verdict.classPath.forEach(path -> text.append(path).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(directory.resolve(verdict.key + ".info"), out -> out.write(bytes));
  }

  private Path copy(Path jar, String key) {
    return directory.resolve(key).resolve(String.valueOf(jar.getFileName()));
  }

  private static boolean isWhole(Path copy, long length) {
    try {
      return length > 0 && Files.size(copy) == length;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the file is there; then it is marked as used, at most once a day. */
  private static boolean used(Path file) throws IOException {
    Instant now = Instant.now();
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(TOUCHED_EVERY))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
