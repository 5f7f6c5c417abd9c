package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.OutputCache.Stored;
import dev.parallelexec.history.OutputCache.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when a cache holds too much. */
class CacheSizeTest {
  private static final int CONTENT = 10_000;

  @TempDir Path dir;
  private Path directory;
  private Path basedir;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void make() throws IOException {
    directory = dir.resolve("cache");
    basedir = Files.createDirectory(dir.resolve("module"));
  }

  @Test
  void belowTheBoundNothingGoesAndNothingIsLookedAt() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      store(name, name, 1 << 20);
    }
    assertThat(entries()).containsExactly("a.json", "b.json", "c.json");
    assertThat(Files.readAllLines(directory.resolve("size.txt"))).hasSize(3);
  }

  @Test
  void whatWasUsedLeastRecentlyGoes() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      store(name, name, 1 << 20);
    }
    age("a", 4);
    age("b", 3);
    age("c", 2);
    try (OutputCache cache = open(1 << 20)) {
      assertThat(cache.restore("a")).isNotNull();
    }
    store("e", "e", 4 * CONTENT);
    assertThat(entries()).containsExactly("a.json", "d.json", "e.json");
    assertThat(blobs()).hasSize(3);
    assertThat(told).isEmpty();
    long left = Long.parseLong(Files.readString(directory.resolve("size.txt")).strip());
    assertThat(left).isBetween(3L * CONTENT, 4L * CONTENT);
  }

  @Test
  void aContentStaysAsLongAsOneNeedsIt() throws IOException {
    store("old", "same", 1 << 20);
    store("other", "other", 1 << 20);
    store("new", "same", 1 << 20);
    age("old", 9);
    age("other", 8);
    store("small", "same", CONTENT + CONTENT / 2);
    assertThat(entries()).contains("new.json", "small.json").doesNotContain("other.json");
    assertThat(blobs()).hasSize(1);
    try (OutputCache cache = open(1 << 20)) {
      assertThat(cache.restore("new")).isNotNull();
    }
  }

  @Test
  void whatAnotherBuildIsAboutToUseStays() throws IOException {
    store("a", "a", 1 << 20);
    age("a", 5);
    Path blobOfAnother = directory.resolve("blobs/ab/ab" + "0".repeat(30));
    Path half = directory.resolve("entries/new4711.tmp");
    Path left = directory.resolve("entries/new4712.tmp");
    Files.createDirectories(blobOfAnother.getParent());
    for (Path file : List.of(blobOfAnother, half, left)) {
      Files.writeString(file, "x");
    }
    Files.writeString(directory.resolve("blobs/notes.txt"), "somebody's");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    store("b", "b", CONTENT);
    assertThat(entries()).containsExactly("new4711.tmp");
    assertThat(blobOfAnother).exists();
    assertThat(directory.resolve("blobs/notes.txt")).exists();
    assertThat(told).isEmpty();
  }

  @Test
  void aSizeThatCannotBeReadIsCountedAnew() throws IOException {
    store("a", "a", 1 << 20);
    Files.writeString(directory.resolve("size.txt"), "garbage\n");
    Files.writeString(directory.resolve("entries/x.json"), "garbage");
    store("b", "b", 1 << 20);
    assertThat(entries()).containsExactly("a.json", "b.json");
    assertThat(Long.parseLong(Files.readString(directory.resolve("size.txt")).strip()))
        .isBetween(2L * CONTENT, 3L * CONTENT);
  }

  private OutputCache open(long most) {
    return OutputCache.open(directory, basedir, told::add, told::add, most);
  }

  private void store(String fingerprint, String letter, long most) throws IOException {
    Path file = Files.writeString(basedir.resolve("out"), letter.repeat(CONTENT / letter.length()));
    String hash = Sha256.of(file, CONTENT);
    try (OutputCache cache = open(most)) {
      cache.store(fingerprint, new Stored("1", new byte[0], List.of(new StoredFile("out", hash))));
    }
  }

  /** As if an entry and its blob had been used so many days before. */
  private void age(String fingerprint, int days) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(days)));
    Path entry = directory.resolve("entries/" + fingerprint + ".json");
    Files.setLastModifiedTime(entry, then);
    for (CachedFile output : CacheEntry.outputs(entry)) {
      Files.setLastModifiedTime(new Blobs(directory.resolve("blobs")).place(output.hash()), then);
    }
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("entries"))) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private List<Path> blobs() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("blobs"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
