package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes what was made for a while. */
final class Leftovers {
  private Leftovers() {}

  /** Deletes a tree, as far as possible: nobody counts on it. Links are not followed. */
  static void delete(Path top) {
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> all = Files.walk(top)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | RuntimeException e) {
      // Others may be at it, too, or a file be open.
      return;
    }
  }
}
