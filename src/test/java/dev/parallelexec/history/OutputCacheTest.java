package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.OutputCache.Stored;
import dev.parallelexec.history.OutputCache.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What one module puts into the cache another one gets, whole or not at all. */
class OutputCacheTest extends CacheFixture {

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
}
