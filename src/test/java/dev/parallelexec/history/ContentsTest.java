package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is remembered of files, and for how long. */
class ContentsTest extends ContentsFixture {
  private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb924";

  @Test
  void aContentHasTheHashThatOtherToolsTell() throws IOException {
    Path large = Files.write(dir.resolve("large"), new byte[200_000]);
    try (Contents contents = Contents.open(store)) {
      assertThat(contents.of(file)).isEqualTo(OF_ONE);
      assertThat(contents.of(Files.createFile(dir.resolve("empty")))).isEqualTo(OF_NOTHING);
      assertThat(contents.of(large)).isEqualTo("4cbbd9be0cba685835755f827758705d");
    }
  }

  @Test
  void whereThereIsNoRegularFileThereIsNoContent() throws IOException {
    Path dangling = Files.createSymbolicLink(dir.resolve("dangling"), dir.resolve("nowhere"));
    Path circle = dir.resolve("circle");
    Files.createSymbolicLink(circle, circle);
    try (Contents contents = Contents.open(store)) {
      for (Path none : List.of(dir, dir.resolve("none"), file.resolve("below"), dangling, circle)) {
        assertThat(contents.of(none)).as("%s", none).isNull();
      }
    }
  }

  @Test
  void aLinkHasTheContentOfItsTarget() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link"), file);
    try (Contents contents = later()) {
      assertThat(read(contents, link)).isEqualTo(OF_ONE);
      Files.writeString(file, "two");
      assertThat(read(contents, link)).isNotEqualTo(OF_ONE);
    }
  }

  @Test
  void anUnchangedFileIsReadOnceForAllRuns() throws IOException {
    try (Contents contents = later()) {
      assertThat(read(contents, file)).isEqualTo(OF_ONE);
      assertThat(read(contents, file)).isEqualTo(OF_ONE);
    }
    try (Contents contents = later()) {
      assertThat(read(contents, file)).isEqualTo(OF_ONE);
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void whatWasWrittenTwoSecondsBeforeIsNotTrusted() throws IOException {
    long written = FileState.of(file).changed() / 1_000_000;
    for (long after : new long[] {-5_000, 0, 1_999, 2_000}) {
      reads.set(0);
      try (Contents contents = Contents.open(store, at(written + after))) {
        assertThat(read(contents, file)).isEqualTo(OF_ONE);
        assertThat(read(contents, file)).isEqualTo(OF_ONE);
      }
      assertThat(reads).as("%d ms after the write", after).hasValue(2);
    }
    reads.set(0);
    try (Contents contents = Contents.open(store, at(written + 2_002))) {
      read(contents, file);
      read(contents, file);
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void everyChangeIsSeenWhateverTheTimesAreSetTo() throws IOException {
    FileTime time = FileTime.from(1_000_000_000, TimeUnit.SECONDS);
    Files.setLastModifiedTime(file, time);
    try (Contents contents = later()) {
      String one = read(contents, file);
      Files.writeString(file, "two");
      Files.setLastModifiedTime(file, time);
      String two = read(contents, file);
      Path other = Files.writeString(dir.resolve("other"), "six");
      Files.setLastModifiedTime(other, time);
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      String six = read(contents, file);
      Files.writeString(file, "seven");
      assertThat(List.of(one, two, six, read(contents, file))).doesNotHaveDuplicates();
    }
  }

  @Test
  void aFileThatIsWrittenWhileItIsReadIsReadAgain() throws IOException {
    Path other = Files.writeString(dir.resolve("b.txt"), "x");
    try (Contents contents = later()) {
      Contents.Reading writing =
          (path, size) -> {
            Files.writeString(path, "three");
            return counted(path, size);
          };
      contents.of(other, FileState.of(other), "w=", writing);
      contents.of(other, FileState.of(other), "w=", this::counted);
    }
    assertThat(reads).hasValue(2);
  }

  @Test
  void waysOfReadingAreKeptApart() throws IOException {
    try (Contents contents = later()) {
      assertThat(contents.of(file, FileState.of(file), "w=", (path, size) -> "0".repeat(32)))
          .isEqualTo("0".repeat(32));
      assertThat(contents.of(file)).isEqualTo(OF_ONE);
    }
  }

  @Test
  void anyNumberOfThreadsMayAskAndTheLastToCloseWins() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      files.add(Files.writeString(dir.resolve("f" + i), "content " + i % 50));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> hashes(files)));
      }
      for (Future<String> one : all) {
        assertThat(one.get()).isEqualTo(all.get(0).get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(known()).as("whole").isEqualTo(200);
    try (var beside = Files.list(store.getParent())) {
      assertThat(beside).containsExactly(store);
    }
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    try (Contents contents = later()) {
      assertThatThrownBy(
              () ->
                  contents.of(
                      file,
                      FileState.of(file),
                      "w=",
                      (path, size) -> {
                        throw new IOException("Input/output error");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage(file + " cannot be read: Input/output error");
    }
  }

  private String hashes(List<Path> files) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Contents contents = later()) {
      for (Path one : files) {
        all.append(contents.of(one));
      }
    }
    return all.toString();
  }
}
