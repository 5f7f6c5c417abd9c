package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.Mount;
import dev.parallelexec.history.OutputCache.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is damaged, or cannot be read or written. */
class OutputCacheTroubleTest extends CacheFixture {

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
  void aDirectoryThatCannotBeMadeIsToldOnce() throws Exception {
    write("a.txt", "one");
    Stored stored = stored("1", "a.txt");
    Files.writeString(dir.resolve("file"), "");
    directory = dir.resolve("file/cache");
    try (OutputCache cache = open(here)) {
      cache.store(PRINT, stored);
      cache.store("1" + PRINT.substring(1), stored);
    }
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("The cache " + directory + " cannot be made, and nothing is kept: ");
    assertThat(miss()).isTrue();
  }

  @Test
  void aDirectoryThatIsAFileOrReadOnlyBothersNobody() throws Exception {
    write("a.txt", "one");
    Stored stored = stored("1", "a.txt");
    directory = Files.writeString(dir.resolve("file"), "");
    store(stored);
    assertThat(notices).hasSize(1);
    assertThat(miss()).isTrue();
    Path at = Files.createDirectory(dir.resolve("mount"));
    directory = at.resolve("cache");
    try (Mount mount = Mount.of(at, "1m")) {
      store(stored);
      mount.readOnly();
      told.clear();
      notices.clear();
      assertThat(restore().value()).isEqualTo("1");
      write("a.txt", "two");
      store(stored("2", "a.txt"));
      assertThat(told).hasSize(2);
      assertThat(notices).as("that is meant to be").isEmpty();
      assertThat(restore().value()).isEqualTo("1");
    }
  }
}
