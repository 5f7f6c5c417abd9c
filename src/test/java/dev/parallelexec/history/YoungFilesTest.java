package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.FileState.Kind;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was read right after it was written. */
class YoungFilesTest extends ContentsFixture {
  private long tick;
  private long now;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return Instant.ofEpochMilli(now);
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @BeforeEach
  void young() throws IOException {
    FileState state = FileState.of(file);
    tick = YoungFiles.tick(state);
    now = state.changed() / 1_000_000 + 1;
  }

  private void nextRunReads(int times) throws IOException {
    reads.set(0);
    try (Contents contents = later()) {
      read(contents, file);
    }
    assertThat(reads).hasValue(times);
  }

  @Test
  void readAgainWhenItsTickIsOverItIsKnownNextTime() throws IOException {
    try (Contents contents = Contents.open(store, clock)) {
      assertThat(contents.of(file)).isEqualTo(OF_ONE);
      now += tick;
      contents.settle();
    }
    nextRunReads(0);
  }

  @Test
  void withinItsTickItIsNot() throws IOException {
    try (Contents contents = Contents.open(store, clock)) {
      contents.of(file);
      now += tick - 1;
      contents.settle();
    }
    nextRunReads(1);
  }

  /** The clock goes on while files are read: behind the first, the other one is old enough. */
  @Test
  void theLastOnesGrowOldWhileTheOthersAreRead() throws IOException {
    Path other = Files.writeString(dir.resolve("b.txt"), "two");
    YoungFiles files = new YoungFiles(clock);
    files.add("a", file, FileState.of(file));
    now += tick;
    files.add("b", other, FileState.of(other));
    List<String> grown = new ArrayList<>();
    files.settle(
        (key, state, hash) -> {
          now += tick;
          grown.add(key);
        });
    assertThat(grown).containsExactly("a", "b");
  }

  @Test
  void nobodyNeedSettle() throws IOException {
    try (Contents contents = Contents.open(store, clock)) {
      contents.of(file);
      now += tick;
    }
    nextRunReads(1);
  }

  /** A list that is stopped keeps nobody waiting. */
  @ParameterizedTest
  @CsvSource({"true, 0", "false, 1"})
  void aListThatCameToItsEndDoes(boolean complete, int times) throws Exception {
    Runs runs = new Runs(dir);
    Task task = Runs.copy("a", "a.txt", "b.txt").task(0);
    History history = runs.open(Runs.ASKED, Contents.open(store, clock));
    assertThat(history.known(task)).isNull();
    history.ended(Runs.failed(task), new byte[0]);
    now += tick;
    history.close(complete);
    nextRunReads(times);
  }

  @Test
  void changedSinceItIsNot() throws IOException {
    try (Contents contents = Contents.open(store, clock)) {
      contents.of(file);
      Files.writeString(file, "two");
      now += tick;
      contents.settle();
    }
    nextRunReads(1);
  }

  /** A file that is gone by then is nobody's trouble. */
  @Test
  void goneSinceItIsForgotten() throws IOException {
    try (Contents contents = Contents.open(store, clock)) {
      contents.of(file);
      Files.delete(file);
      now += tick;
      contents.settle();
    }
    assertThat(known()).isZero();
  }

  @Test
  void aLargeOneIsNotReadTwice() throws IOException {
    Path large = Files.write(dir.resolve("large"), new byte[(1 << 20) + 1]);
    try (Contents contents = Contents.open(store, clock)) {
      contents.of(large);
      now += tick;
      contents.settle();
    }
    assertThat(known()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_700_000_000_000_000_000L, 1_700_000_001_000_000_000L})
  void aFileSystemThatTellsWholeSecondsMayHaveTwoOfThem(long changed) {
    assertThat(YoungFiles.tick(new FileState(Kind.FILE, 1, 1, changed, 1))).isEqualTo(2_000);
    assertThat(YoungFiles.tick(new FileState(Kind.FILE, 1, 1, changed + 1, 1))).isEqualTo(100);
  }
}
