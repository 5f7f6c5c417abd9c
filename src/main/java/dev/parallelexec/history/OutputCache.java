package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Outputs and results by fingerprint; for one object's life so far. */
public final class OutputCache implements AutoCloseable {
  private final Path directory;
  private final Path basedir;
  private final Map<String, Stored> results = new ConcurrentHashMap<>();

  private OutputCache(Path directory, Path basedir) {
    this.directory = directory;
    this.basedir = basedir;
  }

  /** Opens the cache. */
  public static OutputCache open(Path directory, Path basedir, Consumer<String> debug) {
    return new OutputCache(directory, basedir);
  }

  /** Null where it has none; the files are in place when it returns. */
  public @Nullable Stored restore(String fingerprint) throws IOException {
    Stored stored = results.get(fingerprint);
    if (stored != null) {
      for (StoredFile file : stored.outputs()) {
        Path to = basedir.resolve(file.path());
        Files.createDirectories(to.resolve("..").normalize());
        Files.copy(directory.resolve(file.hash()), to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return stored;
  }

  /** Throws nothing. */
  public void store(String fingerprint, Stored result) {
    try {
      Files.createDirectories(directory);
      for (StoredFile file : result.outputs()) {
        Path to = directory.resolve(file.hash());
        Files.copy(basedir.resolve(file.path()), to, StandardCopyOption.REPLACE_EXISTING);
      }
      results.put(fingerprint, result);
    } catch (IOException e) {
      results.remove(fingerprint);
    }
  }

  @Override
  public void close() {}

  /** A result, its object for a reducer, and its outputs. */
  public record Stored(String value, byte[] object, List<StoredFile> outputs) {}

  /** A path relative to the module's, with slashes, and its content. */
  public record StoredFile(String path, String hash) {}
}
