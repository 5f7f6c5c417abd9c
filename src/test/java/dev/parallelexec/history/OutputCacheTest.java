package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.Mount;
import dev.parallelexec.history.OutputCache.Stored;
import dev.parallelexec.history.OutputCache.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one module puts into the cache another one gets, whole or not at all. */
class OutputCacheTest {
  private static final String PRINT = "0123456789abcdef0123456789abcdef";

  @TempDir Path dir;
  private Path directory;
  private Path here;
  private Path there;
  private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void make() throws IOException {
    directory = dir.resolve("a/cache");
    here = Files.createDirectory(dir.resolve("here"));
    there = Files.createDirectory(dir.resolve("there"));
  }

  @Test
  void anotherCloneGetsFilesAndResult() throws IOException {
    write("out/a.txt", "one");
    write("out/deep/ä b*.txt", "two");
    write("out/empty", "");
    Path tool = write("tool.sh", "#!/bin/sh");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-x---"));
    Stored stored =
        stored("{\"a\":\"ä\uD800\"}", "out/a.txt", "out/deep/ä b*.txt", "out/empty", "tool.sh");
    store(stored);

    Stored back = restore();
    assertThat(back.value()).isEqualTo(stored.value());
    assertThat(back.object()).isEqualTo(stored.object());
    assertThat(back.outputs()).isEqualTo(stored.outputs());
    assertThat(there.resolve("out/a.txt")).hasContent("one");
    assertThat(there.resolve("out/deep/ä b*.txt")).hasContent("two");
    assertThat(there.resolve("out/empty")).isEmptyFile();
    assertThat(there.resolve("tool.sh")).hasContent("#!/bin/sh").isExecutable();
    assertThat(Files.isExecutable(there.resolve("out/a.txt"))).isFalse();
    assertThat(told).isEmpty();
    assertThat(files(there)).hasSize(4);
  }

  @Test
  void whatIsThereIsReplacedAndTheRestStays() throws IOException {
    write("out/a.txt", "one");
    store(stored("1", "out/a.txt"));
    Files.createDirectory(there.resolve("out"));
    Files.writeString(there.resolve("out/b.txt"), "mine");
    Path outside = Files.writeString(dir.resolve("outside"), "outside");
    Files.createSymbolicLink(there.resolve("out/a.txt"), outside);
    assertThat(restore()).isNotNull();
    assertThat(there.resolve("out/a.txt")).hasContent("one").isRegularFile();
    assertThat(there.resolve("out/b.txt")).hasContent("mine");
    assertThat(outside).hasContent("outside");
  }

  @Test
  void whatWasNeverStoredIsNotThere() throws IOException {
    assertThat(miss()).isTrue();
    assertThat(told).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @Test
  void aBlobThatIsDamagedIsAMissAndHeals() throws IOException {
    write("a.txt", "one");
    write("b.txt", "two and more");
    Stored stored = stored("1", "a.txt", "b.txt");
    store(stored);
    Path blob = new Blobs(directory.resolve("blobs")).place(stored.outputs().get(1).hash());
    byte[] whole = Files.readAllBytes(blob);
    Files.writeString(there.resolve("a.txt"), "before");
    for (int at = 0; at <= whole.length; at++) {
      byte[] bytes = whole.clone();
      if (at < whole.length) {
        bytes[at] ^= 0x10;
      }
      for (byte[] damaged : List.of(bytes, Arrays.copyOf(whole, at))) {
        if (!Arrays.equals(damaged, whole)) {
          Files.write(blob, damaged);
          assertThat(miss()).as("damaged at %d", at).isTrue();
          assertThat(blob).doesNotExist();
          store(stored);
        }
      }
    }
    Files.delete(blob);
    assertThat(miss()).isTrue();
    Files.createDirectory(blob);
    assertThat(miss()).isTrue();
    assertThat(there.resolve("a.txt")).hasContent("before");
    assertThat(files(there)).as("nothing half restored").containsExactly(there.resolve("a.txt"));
    Files.delete(blob);
    store(stored);
    assertThat(restore().value()).isEqualTo("1");
    assertThat(there.resolve("b.txt")).hasContent("two and more");
  }

  @Test
  void anEntryThatIsDamagedAnywhereIsAMiss() throws IOException {
    write("a.txt", "one");
    Stored stored = stored("\"result\"", "a.txt");
    store(stored);
    Path entry = directory.resolve("entries").resolve(PRINT + ".json");
    byte[] whole = Files.readAllBytes(entry);
    for (int at = 0; at < whole.length - 1; at++) {
      for (byte mask : new byte[] {1, 32, -128}) {
        byte[] flipped = whole.clone();
        flipped[at] ^= mask;
        Files.write(entry, flipped);
        assertThat(miss()).as("damaged at %d", at).isTrue();
        Files.write(entry, Arrays.copyOf(whole, at));
        assertThat(miss()).as("cut at %d", at).isTrue();
        assertThat(entry).doesNotExist();
      }
    }
    for (String garbage :
        List.of("", "[]", "null", "{}", "{\"schema\":2}", "{\"outputs\":{}}", "x")) {
      Files.writeString(entry, garbage);
      assertThat(miss()).as(garbage).isTrue();
      assertThat(entry).doesNotExist();
    }
  }

  @Test
  void noPathLeadsOutOfTheModule() throws IOException {
    String outside = write("../outside.txt", "x").toAbsolutePath().normalize().toString();
    Files.createSymbolicLink(here.resolve("linked"), dir);
    Files.createSymbolicLink(here.resolve("link.txt"), Path.of(outside));
    for (String path :
        List.of(
            "../outside.txt",
            outside,
            "a/../../outside.txt",
            "linked/outside.txt",
            "link.txt",
            "",
            ".",
            "a//b",
            "nul\0")) {
      told.clear();
      store(new Stored("1", new byte[0], List.of(new StoredFile(path, hash(Path.of(outside))))));
      assertThat(told).as("stored %s", path).hasSize(1);
      assertThat(miss()).isTrue();
    }
    write("dir/a.txt", "one");
    store(stored("1", "dir/a.txt"));
    Path away = Files.createDirectory(dir.resolve("away"));
    Files.createSymbolicLink(there.resolve("dir"), away);
    assertThat(miss()).isTrue();
    assertThat(away).isEmptyDirectory();
    Files.delete(there.resolve("dir"));
    assertThat(restore()).as("good where no link leads out").isNotNull();
  }

  @Test
  void anEntryThatAnotherHandWroteLeadsNowhereEither() throws IOException {
    write("a.txt", "one");
    store(stored("1", "a.txt"));
    String hash = hash(here.resolve("a.txt"));
    CacheEntry evil =
        new CacheEntry(List.of(new CachedFile("../evil.txt", hash, 3, false)), "1", new byte[0]);
    try (var out = Files.newOutputStream(directory.resolve("entries/" + PRINT + ".json"))) {
      evil.writeTo(out);
    }
    assertThat(miss()).isTrue();
    assertThat(dir.resolve("evil.txt")).doesNotExist();
    assertThat(told).singleElement().asString().contains("../evil.txt is no file below");
  }

  @Test
  void whatHasChangedSinceItWasHashedIsNotKept() throws IOException {
    write("a.txt", "one");
    Stored stored = stored("1", "a.txt");
    write("a.txt", "two");
    store(stored);
    assertThat(told).singleElement().asString().contains("a.txt has changed meanwhile");
    Files.delete(here.resolve("a.txt"));
    store(stored);
    assertThat(miss()).isTrue();
    assertThat(files(directory)).isEmpty();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAnError() throws Exception {
    write("out/a.txt", "one");
    store(stored("1", "out/a.txt"));
    Files.createDirectories(there.resolve("out/a.txt/full"));
    assertThatThrownBy(this::restore)
        .isInstanceOf(IOException.class)
        .hasMessage(
            there.resolve("out/a.txt") + " is a directory, and would be a file; move it away");
    Path full = Files.createDirectory(there.resolve("mount"));
    try (Mount mount = Mount.of(full, "1m")) {
      mount.readOnly();
      there = full;
      assertThatThrownBy(this::restore)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(full.resolve("out").toString());
    }
  }

  @Test
  void aDirectoryThatIsAFileOrReadOnlyBothersNobody() throws Exception {
    write("a.txt", "one");
    Stored stored = stored("1", "a.txt");
    directory = Files.writeString(dir.resolve("file"), "");
    store(stored);
    assertThat(told).hasSize(1);
    assertThat(miss()).isTrue();
    Path at = Files.createDirectory(dir.resolve("mount"));
    directory = at.resolve("cache");
    try (Mount mount = Mount.of(at, "1m")) {
      store(stored);
      mount.readOnly();
      told.clear();
      assertThat(restore().value()).isEqualTo("1");
      write("a.txt", "two");
      store(stored("2", "a.txt"));
      assertThat(told).hasSize(2);
      assertThat(restore().value()).isEqualTo("1");
    }
  }

  @Test
  void manyThreadsOfTwoBuildsStoreAndRestoreTheSame() throws Exception {
    int prints = 8;
    for (int i = 0; i < prints; i++) {
      write("out/" + i + "/a.txt", "content " + i % 3 + "x".repeat(100_000));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Integer>> all = new ArrayList<>();
    try (OutputCache one = open(here);
        OutputCache other = open(here)) {
      for (int i = 0; i < 16; i++) {
        OutputCache cache = i % 2 == 0 ? one : other;
        Path clone = Files.createDirectory(dir.resolve("clone" + i));
        all.add(threads.submit(() -> storeAndRestore(cache, clone, prints)));
      }
      int found = 0;
      for (Future<Integer> future : all) {
        found += future.get();
      }
      assertThat(found).isEqualTo(16 * prints);
    } finally {
      threads.shutdownNow();
    }
    assertThat(told).isEmpty();
    assertThat(files(directory))
        .hasSize(prints + 3 + 1)
        .noneMatch(f -> f.toString().endsWith("tmp"));
  }

  private int storeAndRestore(OutputCache cache, Path clone, int prints) throws IOException {
    int found = 0;
    try (OutputCache mine = open(clone)) {
      for (int i = 0; i < prints; i++) {
        String path = "out/" + i + "/a.txt";
        cache.store(PRINT + i, stored("" + i, path));
        Stored back = mine.restore(PRINT + i);
        assertThat(clone.resolve(path)).hasSameTextualContentAs(here.resolve(path));
        found += back != null && back.value().equals("" + i) ? 1 : 0;
      }
    }
    return found;
  }

  private Path write(String path, String content) throws IOException {
    Path file = here.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private Stored stored(String value, String... paths) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (String path : paths) {
      files.add(new StoredFile(path, hash(here.resolve(path))));
    }
    return new Stored(value, new byte[] {0, -1, 7}, files);
  }

  private static String hash(Path file) throws IOException {
    return Sha256.of(file, Files.size(file));
  }

  private OutputCache open(Path basedir) {
    return OutputCache.open(directory, basedir, told::add);
  }

  private void store(Stored stored) {
    try (OutputCache cache = open(here)) {
      cache.store(PRINT, stored);
    }
  }

  private Stored restore() throws IOException {
    try (OutputCache cache = open(there)) {
      Stored back = cache.restore(PRINT);
      assertThat(back).as("%s", told).isNotNull();
      return Objects.requireNonNull(back);
    }
  }

  private boolean miss() throws IOException {
    try (OutputCache cache = open(there)) {
      return cache.restore(PRINT) == null;
    }
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> !Files.isDirectory(file)).toList();
    }
  }
}
