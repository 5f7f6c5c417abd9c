package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All archives of a user, a directory for each, and a lock that the one who makes some holds.
 *
 * @param directory made when something is put into it
 */
record ArchiveShelf(Path directory) {
  private static final Duration KEPT = Duration.ofDays(60);

  /** Some twenty of the larger ones: an archive of 3,000 classes takes 35 MB. */
  private static final long MOST_BYTES = 1L << 30;

  private static final long LOOK_MILLIS = 100;

  /** The directory for a user: where the system wants what can be made again. */
  static Path usersOwn(Map<String, String> environment, String system, Path home) {
    String name = system.toLowerCase(Locale.ROOT);
    Path cache = home.resolve(".cache");
    if (name.startsWith("windows")) {
      cache = named(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local"));
    } else if (name.startsWith("mac")) {
      cache = home.resolve("Library/Caches");
    } else {
      cache = named(environment.get("XDG_CACHE_HOME"), cache);
    }
    return cache.resolve("parallel-exec").resolve("archives");
  }

  /** Relative paths there are invalid, says the standard, and to be ignored. */
  private static Path named(@Nullable String value, Path otherwise) {
    return value != null && !value.isEmpty() && Path.of(value).isAbsolute()
        ? Path.of(value)
        : otherwise;
  }

  ArchiveEntry entry(String key) {
    return new ArchiveEntry(directory.resolve(key));
  }

  /**
   * Waits until nobody else makes archives here; the system frees the lock of one who has died.
   *
   * @return locked until it is closed
   * @throws IOException where the patience was not enough, or no file can be locked there
   */
  FileChannel lock(Duration patience) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long end = System.nanoTime() + patience.toNanos();
    while (channel.tryLock() == null) {
      if (System.nanoTime() > end) {
        channel.close();
        throw new IOException(directory + " is locked by others for longer than " + patience);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return channel;
  }

  /** Removes what was not used in a long time, then the rest from the oldest on, until it fits. */
  void prune() throws IOException {
    prune(MOST_BYTES);
  }

  void prune(long mostBytes) throws IOException {
    Instant oldest = Instant.now().minus(KEPT);
    long total = 0;
    for (Shelved shelved : latestFirst()) {
      total += shelved.bytes;
      if (shelved.used.isBefore(oldest) || total > mostBytes) {
        total -= shelved.bytes;
        remove(shelved.place);
      }
    }
  }

  private record Shelved(Path place, Instant used, long bytes) {}

  private List<Shelved> latestFirst() throws IOException {
    List<Shelved> all = new ArrayList<>();
    for (Path place : files(directory)) {
      if (Files.isDirectory(place)) {
        all.add(new Shelved(place, new ArchiveEntry(place).used(), bytes(place)));
      }
    }
    all.sort(Comparator.comparing(Shelved::used).reversed());
    return all;
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.toList();
    }
  }

  private static long bytes(Path place) throws IOException {
    long sum = 0;
    for (Path file : files(place)) {
      sum += Files.size(file);
    }
    return sum;
  }

  /** The note first: without one the rest is nothing. */
  private static void remove(Path place) throws IOException {
    Files.deleteIfExists(new ArchiveEntry(place).noteFile());
    try {
      for (Path file : files(place)) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(place);
    } catch (IOException e) {
      // Windows keeps what a worker has mapped; the next one who comes by deletes it.
      return;
    }
  }
}
