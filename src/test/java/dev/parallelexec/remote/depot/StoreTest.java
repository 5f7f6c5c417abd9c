package dev.parallelexec.remote.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path dir;

  private byte[] parcel(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Parcel.send(file, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private String put(Store store, String text, Duration age) throws IOException {
    Path file = Files.writeString(dir.resolve("file"), text);
    String name = Sum.of(file);
    store.take(name, in(parcel(file)));
    Files.setLastModifiedTime(store.place(name), FileTime.from(Instant.now().minus(age)));
    Files.delete(file);
    return name;
  }

  @Test
  void standsInItsPlaceWholeOrNotAtAll() throws Exception {
    Path directory = Files.createDirectories(dir.resolve("store"));
    Store store = new Store(directory, 1000);
    Path file = Files.writeString(dir.resolve("file"), "some content");
    String name = Sum.of(file);
    byte[] whole = parcel(file);
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> store.take(name, in(torn))).isInstanceOf(EOFException.class);
      byte[] wrong = whole.clone();
      wrong[length] ^= 1;
      assertThatThrownBy(() -> store.take(name, in(wrong))).isInstanceOf(IOException.class);
      assertThat(directory).isEmptyDirectory();
    }
    store.take(name, in(whole));
    assertThat(directory.resolve(name)).hasSameBinaryContentAs(file);
  }

  @Test
  void tellsOfAnotherContent() throws Exception {
    Store store = new Store(dir, 1000);
    Path file = Files.writeString(dir.resolve("file"), "some content");
    String name = Sum.of(file);
    Files.writeString(file, "other");
    assertThatThrownBy(() -> store.take(name, in(parcel(file))))
        .isInstanceOf(Trouble.class)
        .hasMessage("it has changed meanwhile");
    Files.delete(file);
    assertThatThrownBy(() -> parcel(file))
        .isInstanceOf(Trouble.class)
        .hasMessage(file + ": no such file");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void deletesWhatWasNotUsedForLongest() throws Exception {
    Path directory = Files.createDirectories(dir.resolve("store"));
    Store store = new Store(directory, 10);
    String oldest = put(store, "12345", Duration.ofHours(3));
    String used = put(store, "abcde", Duration.ofHours(4));
    String old = put(store, "ABCDE", Duration.ofHours(2));
    String young = put(store, "-----", Duration.ofHours(1));
    String asked = put(store, "+++++", Duration.ofHours(9));
    assertThat(store.has(asked, 5)).isTrue();
    assertThat(store.has(asked, 6)).isFalse();
    Path foreign = Files.writeString(directory.resolve("foreign"), "x");
    Path left = Files.writeString(directory.resolve(".new1.tmp"), "x");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    store.trim(Set.of(used));
    assertThat(store.has(oldest, 5)).isFalse();
    assertThat(store.has(old, 5)).isFalse();
    assertThat(store.has(young, 5)).isFalse();
    assertThat(store.has(asked, 5)).isTrue();
    assertThat(store.has(used, 5)).isTrue();
    assertThat(foreign).exists();
    assertThat(left).doesNotExist();
  }

  @Test
  void aBuildThatIsThereKeepsItsContentsAndOthersAreSweptLater() throws Exception {
    Path runs = dir.resolve("runs");
    Tenancy killed = new Tenancy(runs, "killed");
    killed.uses("k");
    killed.close();
    Files.writeString(killed.directory().resolve("x"), "x");
    try (Tenancy here = new Tenancy(runs, "here")) {
      here.uses("h");
      assertThat(here.used()).containsExactlyInAnyOrder("k", "h");
      FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
      Files.setLastModifiedTime(runs.resolve("killed.uses"), longAgo);
      assertThat(here.used()).containsExactly("h");
      assertThat(killed.directory()).doesNotExist();
      // Who was relieved leaves the files alone.
      try (Tenancy next = new Tenancy(runs, "here")) {
        here.end();
        assertThat(here.directory()).exists();
        next.end();
      }
      assertThat(runs).isEmptyDirectory();
    }
  }
}
