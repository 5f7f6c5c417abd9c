package dev.parallelexec.history;

import dev.parallelexec.jvm.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much a cache holds, and what goes when it is too much. A file of one number a line tells:
 * first how many bytes were left when somebody last looked, then how many each build has added. So
 * a build that ends reads a few lines, and lists all files only when their sum is above the bound.
 *
 * @param directory of the cache
 * @param entries of it
 * @param mostBytes of all files
 */
record CacheSize(Path directory, Path entries, Blobs blobs, long mostBytes) {
  private static final String NAME = "size.txt";

  /** What is left below the bound, so that it is not reached again at once. */
  private static final int SPARE = 10;

  /** Another build may have put a blob there, and be about to write its entry. */
  private static final Duration YOUNG = Duration.ofHours(1);

  /**
   * Counts what a build has added, and removes what was used least recently where it is too much.
   *
   * @param bytes at least 1
   */
  void grown(long bytes) throws IOException {
    Path file = directory.resolve(NAME);
    Files.writeString(file, bytes + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (sum(file) > mostBytes) {
      // First, so that others who end now do not do the same.
      write(file, 0);
      write(file, prune(Instant.now().minus(YOUNG)));
    }
  }

  private static void write(Path file, long bytes) throws IOException {
    byte[] line = (bytes + "\n").getBytes(StandardCharsets.US_ASCII);
    AtomicFile.write(file, out -> out.write(line));
  }

  private long sum(Path file) throws IOException {
    long sum = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      try {
        sum += Long.parseLong(line);
      } catch (NumberFormatException e) {
        // Damaged: only a look tells.
        return Long.MAX_VALUE;
      }
    }
    return sum;
  }

  private record Used(Path entry, Instant at, long bytes, List<CachedFile> outputs) {}

  /** Returns how many bytes are left. */
  private long prune(Instant young) throws IOException {
    List<Used> all = new ArrayList<>();
    each(entries, entry -> look(entry, young, all));
    all.sort(Comparator.comparing(Used::at).reversed());
    long most = mostBytes - mostBytes / SPARE;
    long total = 0;
    Set<String> needed = new HashSet<>();
    for (Used used : all) {
      Map<String, Long> more = new HashMap<>();
      used.outputs.forEach(output -> more.put(output.hash(), output.size()));
      more.keySet().removeAll(needed);
      long bytes = used.bytes + more.values().stream().mapToLong(Long::longValue).sum();
      if (total + bytes > most) {
        Files.deleteIfExists(used.entry);
      } else {
        total += bytes;
        needed.addAll(more.keySet());
      }
    }
    return total + removeBlobs(needed, young);
  }

  private static void look(Path entry, Instant young, List<Used> all) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    if (!entry.toString().endsWith(OutputCache.ENTRY)) {
      // What a build that was killed left, or what one writes now.
      removeUnlessYoung(entry, young);
      return;
    }
    List<CachedFile> outputs;
    try {
      outputs = CacheEntry.outputs(entry);
    } catch (DamagedException e) {
      Files.deleteIfExists(entry);
      return;
    }
    all.add(new Used(entry, attributes.lastModifiedTime().toInstant(), attributes.size(), outputs));
  }

  /** Returns how many bytes of what nobody needs are left. */
  private long removeBlobs(Set<String> needed, Instant young) throws IOException {
    long[] left = {0};
    each(
        blobs.directory(),
        shard -> {
          if (Files.isDirectory(shard)) {
            each(
                shard,
                blob -> {
                  if (!needed.contains(String.valueOf(blob.getFileName()))) {
                    left[0] += removeUnlessYoung(blob, young);
                  }
                });
          }
        });
    return left[0];
  }

  /** Returns how many bytes are left of it. */
  private static long removeUnlessYoung(Path file, Instant young) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.lastModifiedTime().toInstant().isAfter(young)) {
      return attributes.size();
    }
    Files.deleteIfExists(file);
    return 0;
  }

  private interface Action {
    void on(Path file) throws IOException;
  }

  /** Other builds may remove files meanwhile. */
  private static void each(Path directory, Action action) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        try {
          action.on(file);
        } catch (NoSuchFileException e) {
          // Then it need not be looked at.
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever put there.
      return;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
