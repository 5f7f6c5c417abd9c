package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.OutputCache.Stored;
import dev.parallelexec.history.OutputCache.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cache, the module that puts something into it, and another one that gets it. */
abstract class CacheFixture {
  static final String PRINT = "0123456789abcdef0123456789abcdef";

  @TempDir Path dir;
  Path directory;
  Path here;
  Path there;
  final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> notices = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void make() throws IOException {
    directory = dir.resolve("a/cache");
    here = Files.createDirectory(dir.resolve("here"));
    there = Files.createDirectory(dir.resolve("there"));
  }

  Path write(String path, String content) throws IOException {
    Path file = here.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  Stored stored(String value, String... paths) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (String path : paths) {
      files.add(new StoredFile(path, hash(here.resolve(path))));
    }
    return new Stored(value, new byte[] {0, -1, 7}, files);
  }

  static String hash(Path file) throws IOException {
    return Sha256.of(file, Files.size(file));
  }

  OutputCache open(Path basedir) {
    return OutputCache.open(directory, basedir, notices::add, told::add);
  }

  void store(Stored stored) {
    try (OutputCache cache = open(here)) {
      cache.store(PRINT, stored);
    }
  }

  Stored restore() throws IOException {
    try (OutputCache cache = open(there)) {
      Stored back = cache.restore(PRINT);
      assertThat(back).as("%s", told).isNotNull();
      return Objects.requireNonNull(back);
    }
  }

  boolean miss() throws IOException {
    try (OutputCache cache = open(there)) {
      return cache.restore(PRINT) == null;
    }
  }

  static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> !Files.isDirectory(file)).toList();
    }
  }
}
