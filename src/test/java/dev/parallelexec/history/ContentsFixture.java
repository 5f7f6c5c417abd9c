package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file, what is remembered of it, and how often it is read. */
abstract class ContentsFixture {
  /** The first half of what sha256sum prints. */
  static final String OF_ONE = "7692c3ad3540bb803c020b3aee66cd88";

  @TempDir Path dir;
  final AtomicInteger reads = new AtomicInteger();
  final long began = System.currentTimeMillis();
  Path store;
  Path file;

  @BeforeEach
  void make() throws IOException {
    store = dir.resolve("deep/er/contents");
    file = Files.writeString(dir.resolve("a.txt"), "one");
  }

  /** A run an hour after all that was written. */
  Contents later() {
    return Contents.open(store, inDays(0));
  }

  static Clock at(long millis) {
    return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  Clock inDays(int days) {
    return at(began + Duration.ofDays(days).plusHours(1).toMillis());
  }

  void remember(Path... files) throws IOException {
    try (Contents contents = later()) {
      for (Path one : files) {
        contents.of(one);
      }
    }
  }

  int known() {
    return ContentsFile.read(store).memories().size();
  }

  String counted(Path path, long size) throws IOException {
    reads.incrementAndGet();
    return Sha256.of(path, size);
  }

  @Nullable String read(Contents contents, Path path) throws IOException {
    return contents.of(path, FileState.of(path), "=", this::counted);
  }
}
