package dev.parallelexec.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Outputs and results by fingerprint; without bounds so far. */
public final class OutputCache implements AutoCloseable {
  private final Path directory;
  private final Path basedir;
  private final Consumer<String> debug;

  private OutputCache(Path directory, Path basedir, Consumer<String> debug) {
    this.debug = debug;
    this.directory = directory;
    this.basedir = basedir;
  }

  /** Opens the cache. */
  public static OutputCache open(Path directory, Path basedir, Consumer<String> debug) {
    return new OutputCache(directory, basedir, debug);
  }

  /** Null where it has none; the files are in place when it returns. */
  public @Nullable Stored restore(String fingerprint) throws IOException {
    Path file = directory.resolve(fingerprint);
    if (!Files.exists(file)) {
      return null;
    }
    Properties texts = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      texts.load(in);
    }
    List<StoredFile> outputs = new ArrayList<>();
    for (String name : texts.stringPropertyNames()) {
      if (name.startsWith("/")) {
        String hash = String.valueOf(texts.getProperty(name));
        Path to = basedir.resolve(name.substring(1));
        Files.createDirectories(to.resolve("..").normalize());
        Files.copy(directory.resolve(hash), to, StandardCopyOption.REPLACE_EXISTING);
        outputs.add(new StoredFile(name.substring(1), hash));
      }
    }
    byte[] object = Base64.getDecoder().decode(texts.getProperty("object", ""));
    return new Stored(texts.getProperty("value", "null"), object, outputs);
  }

  /** Throws nothing. */
  public void store(String fingerprint, Stored result) {
    Properties texts = new Properties();
    texts.setProperty("value", result.value());
    texts.setProperty("object", Base64.getEncoder().encodeToString(result.object()));
    try {
      Files.createDirectories(directory);
      for (StoredFile file : result.outputs()) {
        Path to = directory.resolve(file.hash());
        Files.copy(basedir.resolve(file.path()), to, StandardCopyOption.REPLACE_EXISTING);
        texts.setProperty("/" + file.path(), file.hash());
      }
      try (OutputStream out = Files.newOutputStream(directory.resolve(fingerprint))) {
        texts.store(out, null);
      }
    } catch (IOException e) {
      debug.accept("Not stored: " + e);
    }
  }

  @Override
  public void close() {}

  /** A result, its object for a reducer, and its outputs. */
  public record Stored(String value, byte[] object, List<StoredFile> outputs) {}

  /** A path relative to the module's, with slashes, and its content. */
  public record StoredFile(String path, String hash) {}
}
