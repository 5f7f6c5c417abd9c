package dev.parallelexec.remote.spark;

import dev.parallelexec.jvm.Fingerprint;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The entries of class paths as files that are named by their content, {@code <sha256>.jar}, so
 * that a node gets each once. Directories are packed: sorted, with one time for all, so that the
 * same classes are the same file. For any thread.
 */
final class Contents {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Any constant will do; the format knows none earlier. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path directory;
  private final Map<String, Path> known = new HashMap<>();

  /** The directory, which is there, gets the files. */
  Contents(Path directory) {
    this.directory = directory;
  }

  /**
   * The same class path, in order, of files that do not change. What is not there is left out, as a
   * JVM does.
   */
  synchronized List<Path> of(List<Path> classPath) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path entry : classPath) {
      if (Files.exists(entry)) {
        files.add(of(entry));
      }
    }
    return files;
  }

  /** The same for one that is there. */
  synchronized Path of(Path entry) throws IOException {
    String state = Fingerprint.of(List.of(entry));
    Path file = known.get(state);
    if (file == null) {
      file = Files.isDirectory(entry) ? packed(entry, directory) : named(entry, directory);
      known.put(state, file);
    }
    return file;
  }

  /** A copy: a link would follow who writes the jar anew in its place. */
  private static Path named(Path jar, Path directory) throws IOException {
    Path copy = Files.createTempFile(directory, "copied", ".tmp");
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    return named(copy);
  }

  private static Path named(Path temporary) throws IOException {
    Path file = temporary.resolveSibling(sha256(temporary) + ".jar");
    return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path packed(Path root, Path directory) throws IOException {
    Path temporary = Files.createTempFile(directory, "packed", ".tmp");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      SortedMap<String, Path> files = filesBelow(root);
      // Who reads a jar as a stream finds its manifest at the beginning only.
      Path manifest = files.remove(MANIFEST);
      if (manifest != null) {
        add(zip, MANIFEST, manifest);
      }
      for (Map.Entry<String, Path> file : files.entrySet()) {
        add(zip, file.getKey(), file.getValue());
      }
    }
    return named(temporary);
  }

  private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    if (!name.endsWith("/")) {
      Files.copy(file, zip);
    }
    zip.closeEntry();
  }

  /** By their names in a jar; directories, too, because frameworks look for packages. */
  private static SortedMap<String, Path> filesBelow(Path root) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = root.relativize(path).toString().replace('\\', '/');
        if (!name.isEmpty()) {
          files.put(Files.isDirectory(path) ? name + "/" : name, path);
        }
      }
    }
    return files;
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
