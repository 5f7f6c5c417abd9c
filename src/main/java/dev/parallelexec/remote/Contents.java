package dev.parallelexec.remote;

import dev.parallelexec.jvm.Fingerprint;
import dev.parallelexec.remote.depot.Sum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What files of this machine hold: each is read once for as long as the file system tells of no
 * change. For any thread.
 */
public final class Contents implements AutoCloseable {
  private final Path cache;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();
  private final Map<String, Path> packed = new HashMap<>();
  private @Nullable Path directory;

  /** Packed directories go to the cache, until this is closed. */
  public Contents(Path cache) {
    this.cache = cache;
  }

  private record Known(String state, String hash) {}

  /** The SHA-256 of a file; null where it is no regular file. */
  @Nullable String hash(Path file) throws IOException {
    BasicFileAttributes state;
    try {
      state = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
    if (!state.isRegularFile()) {
      return null;
    }
    String text = state.size() + " " + state.lastModifiedTime() + " " + state.fileKey();
    Known before = known.get(file);
    if (before != null && before.state().equals(text)) {
      return before.hash();
    }
    String hash = Sum.of(file);
    known.put(file, new Known(text, hash));
    return hash;
  }

  /** A jar with what a directory holds now. */
  synchronized Path packed(Path classes) throws IOException {
    String key = Fingerprint.of(List.of(classes));
    Path jar = packed.get(key);
    if (jar == null) {
      if (directory == null) {
        directory = Files.createTempDirectory(Files.createDirectories(cache), "packed");
      }
      jar = directory.resolve(packed.size() + ".jar");
      StoredJar.pack(classes, jar);
      packed.put(key, jar);
    }
    return jar;
  }

  @Override
  public synchronized void close() {
    try {
      for (Path jar : packed.values()) {
        Files.deleteIfExists(jar);
      }
      packed.clear();
      if (directory != null) {
        Files.deleteIfExists(directory);
        directory = null;
      }
    } catch (IOException e) {
      // The cache keeps it.
    }
  }
}
