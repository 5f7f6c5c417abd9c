package dev.parallelexec.remote.spark;

import dev.parallelexec.jvm.Fingerprint;
import dev.parallelexec.remote.ClassPathEntries;
import dev.parallelexec.remote.StoredJar;
import dev.parallelexec.remote.depot.Sum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of class paths as files that are named by their content, {@code <sha256>.jar}, so
 * that a node gets each once. Directories are packed. For any thread.
 */
final class NamedJars {
  private final Path directory;
  private final Map<String, Path> known = new HashMap<>();

  /** The directory, which is there, gets the files. */
  NamedJars(Path directory) {
    this.directory = directory;
  }

  /**
   * The same class path, in order, of files that do not change, with what manifests name. What is
   * not there is left out, as a JVM does.
   */
  synchronized List<Path> of(List<Path> classPath) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path entry : ClassPathEntries.of(classPath)) {
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
      file = named(entry);
      known.put(state, file);
    }
    return file;
  }

  /** A copy: a link would follow who writes the jar anew in its place. */
  private Path named(Path entry) throws IOException {
    Path temporary = Files.createTempFile(directory, "new", ".tmp");
    if (Files.isDirectory(entry)) {
      StoredJar.pack(entry, temporary);
    } else {
      Files.copy(entry, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    Path file = directory.resolve(Sum.of(temporary) + ".jar");
    return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
