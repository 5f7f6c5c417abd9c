package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** How long something is remembered. */
class ContentsFileTest extends ContentsFixture {

  @Test
  void aStoreThatIsDamagedAnywhereRemembersNothing() throws IOException {
    remember(file);
    byte[] whole = Files.readAllBytes(store);
    assertThat(known()).isEqualTo(1);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(store, flipped);
      assertThat(known()).as("byte %d flipped", at).isZero();
      Files.write(store, Arrays.copyOf(whole, at));
      assertThat(known()).as("cut at %d", at).isZero();
    }
    Files.delete(store);
    Files.createDirectories(store.resolve("full"));
    remember(file);
    assertThat(store.resolve("full")).exists();
  }

  @Test
  void whatNobodyAskedForInAMonthGoes() throws IOException {
    Path kept = Files.writeString(dir.resolve("kept"), "kept");
    remember(file, kept);
    assertThat(known()).isEqualTo(2);
    Clock inTwentyDays = inDays(20);
    try (Contents contents = Contents.open(store, inTwentyDays)) {
      contents.of(kept);
    }
    assertThat(known()).isEqualTo(2);
    try (Contents contents = Contents.open(store, inDays(40))) {
      contents.of(dir.resolve("none"));
    }
    assertThat(known()).isEqualTo(1);
    reads.set(0);
    try (Contents contents = Contents.open(store, inDays(41))) {
      read(contents, kept);
    }
    assertThat(reads).hasValue(0);
  }

  @Test
  void whatIsGoneIsForgotten() throws IOException {
    Path asked = Files.writeString(dir.resolve("asked"), "asked");
    remember(file, asked);
    Files.delete(asked);
    try (Contents contents = later()) {
      assertThat(contents.of(asked)).isNull();
    }
    assertThat(known()).isEqualTo(1);
    Files.delete(file);
    try (Contents contents = Contents.open(store, inDays(1))) {
      contents.of(asked);
    }
    assertThat(known()).as("nobody asked, on another day").isZero();
  }

  @Test
  void aRunThatLearnsNothingWritesNothing() throws IOException {
    Contents.open(store).close();
    assertThat(store).doesNotExist();
    remember(file);
    Object before = Files.readAttributes(store, "unix:ino").get("ino");
    remember(file);
    assertThat(Files.readAttributes(store, "unix:ino").get("ino")).isEqualTo(before);
  }

  @Test
  void aStoreThatCannotBeWrittenBothersNobody() throws Exception {
    Path at = Files.createDirectory(dir.resolve("mount"));
    try (Mount mount = Mount.of(at, "1m")) {
      mount.readOnly();
      try (Contents contents = Contents.open(at.resolve("contents"), inDays(1))) {
        assertThat(contents.of(file)).isEqualTo(OF_ONE);
      }
      assertThat(at).isEmptyDirectory();
    }
  }
}
