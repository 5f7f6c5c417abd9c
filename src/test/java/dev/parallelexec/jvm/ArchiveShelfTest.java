package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of archives from build to build. */
class ArchiveShelfTest {
  @TempDir Path dir;
  private ArchiveShelf shelf;

  @BeforeEach
  void make() {
    shelf = new ArchiveShelf(dir.resolve("archives"));
  }

  @Test
  void anArchiveIsSoundAsLongAsNoBitOfItChanges() throws IOException {
    ArchiveEntry entry = entry("a", 50_000, Duration.ZERO);
    ArchiveNote note = entry.note();
    assertThat(note.kind()).isEqualTo(ArchiveNote.Kind.MADE);
    assertThat(entry.isSound(note)).isTrue();
    byte[] bytes = Files.readAllBytes(entry.archive());
    bytes[40_000] ^= 4;
    Files.write(entry.archive(), bytes);
    assertThat(entry.isSound(note)).isFalse();
    bytes[40_000] ^= 4;
    Files.write(entry.archive(), bytes);
    assertThat(entry.isSound(note)).isTrue();
    Files.write(entry.archive(), new byte[49_999]);
    assertThat(entry.isSound(note)).isFalse();
    Files.delete(entry.archive());
    assertThat(entry.isSound(note)).isFalse();
  }

  @Test
  void aFailureIsRememberedForAWeekWithItsReason() throws IOException {
    ArchiveEntry entry = entry("a", 10, Duration.ZERO);
    entry.fail("making it: exit 1\n  and more");
    assertThat(entry.note()).isEqualTo(ArchiveNote.failed("making it: exit 1 and more"));
    assertThat(entry.archive()).doesNotExist();
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
    Files.setLastModifiedTime(entry.noteFile(), then);
    assertThat(entry.note()).isEqualTo(ArchiveNote.ABSENT);
  }

  @Test
  void whatIsNoNoteSaysNothing() throws IOException {
    ArchiveEntry entry = entry("a", 10, Duration.ZERO);
    for (String text : List.of("", "made", "made 12 xyz", "something else")) {
      Files.writeString(entry.noteFile(), text);
      assertThat(entry.note()).as(text).isEqualTo(ArchiveNote.ABSENT);
    }
  }

  @Test
  void whatIsUsedIsKeptAndTheRestGoes() throws IOException {
    ArchiveEntry old = entry("old", 10, Duration.ofDays(61));
    ArchiveEntry young = entry("young", 10, Duration.ofDays(59));
    ArchiveEntry used = entry("used", 10, Duration.ofDays(61));
    used.touch();
    shelf.prune();
    assertThat(old.directory()).doesNotExist();
    assertThat(young.note().kind()).isEqualTo(ArchiveNote.Kind.MADE);
    assertThat(used.note().kind()).isEqualTo(ArchiveNote.Kind.MADE);
  }

  @Test
  void theOldestGoWhereTheyAreTooMany() throws IOException {
    ArchiveEntry oldest = entry("a", 1_000, Duration.ofDays(3));
    ArchiveEntry newest = entry("b", 1_000, Duration.ofDays(1));
    ArchiveEntry middle = entry("c", 1_000, Duration.ofDays(2));
    shelf.prune(2_500);
    assertThat(oldest.directory()).doesNotExist();
    assertThat(middle.archive()).exists();
    assertThat(newest.archive()).exists();
  }

  @Test
  void oneAtATimeMakesArchives() throws Exception {
    try (FileChannel held = shelf.lock(Duration.ZERO)) {
      assertThat(held.isOpen()).isTrue();
      // Within one JVM the lock is refused in another way than between two.
      assertThatThrownBy(() -> shelf.lock(Duration.ZERO))
          .isInstanceOf(OverlappingFileLockException.class);
    }
    shelf.lock(Duration.ZERO).close();
  }

  @Test
  void eachSystemHasItsPlace() {
    Path home = dir.resolve("home");
    Path linux = home.resolve(".cache/parallel-exec/archives");
    assertThat(ArchiveShelf.usersOwn(Map.of(), "Linux", home)).isEqualTo(linux);
    assertThat(ArchiveShelf.usersOwn(Map.of("XDG_CACHE_HOME", "relative"), "Linux", home))
        .isEqualTo(linux);
    assertThat(ArchiveShelf.usersOwn(Map.of("XDG_CACHE_HOME", dir.toString()), "Linux", home))
        .isEqualTo(dir.resolve("parallel-exec/archives"));
    assertThat(ArchiveShelf.usersOwn(Map.of(), "Mac OS X", home))
        .isEqualTo(home.resolve("Library/Caches/parallel-exec/archives"));
    assertThat(ArchiveShelf.usersOwn(Map.of("LOCALAPPDATA", dir.toString()), "Windows 11", home))
        .isEqualTo(dir.resolve("parallel-exec/archives"));
  }

  private ArchiveEntry entry(String key, int bytes, Duration unused) throws IOException {
    ArchiveEntry entry = shelf.entry(key);
    Files.createDirectories(entry.directory());
    Files.write(entry.fresh("jsa"), new byte[bytes]);
    entry.publish(entry.fresh("jsa"));
    FileTime then = FileTime.from(Instant.now().minus(unused));
    Files.setLastModifiedTime(entry.directory(), then);
    return entry;
  }
}
