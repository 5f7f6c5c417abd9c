package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.jvm.Sources;
import dev.parallelexec.task.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One build trains, the next one uses the archive; and whatever is wrong with it costs nothing. */
class ArchiveTest extends ArchiveFixture {
  static Stream<Path> javas() throws IOException {
    return WorkerCommandTest.javas();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void theSecondBuildTakesItsClassesOutOfTheArchive(Path of) throws Exception {
    java = of;
    assertThat(build(CLASSES)).isZero();
    awaitTrainer();
    assertThat(notes()).as(debug.toString()).hasSize(1).allMatch(note -> note.startsWith("made "));
    assertThat(build(CLASSES)).isGreaterThanOrEqualTo(CLASSES);
    assertThat(said).isEmpty();
  }

  @Test
  void aBuildThatLoadsLittleAsksForNothing() throws Exception {
    build(5);
    awaitTrainer();
    assertThat(archives).doesNotExist();
  }

  @Test
  void aBuildThatIsStoppedAsksForNothing() throws Exception {
    try (LocalWorkers stopped = opened()) {
      run(stopped, CLASSES);
      stopped.terminate();
    }
    awaitTrainer();
    assertThat(archives).doesNotExist();
  }

  @Test
  void directoriesAndSnapshotsArePassedWhereNoNameIsInBoth() throws Exception {
    Path module = Files.createDirectories(temp.resolve("target/classes/com/acme"));
    Files.writeString(module.resolve("Own.class"), "never loaded");
    classPath = List.of(temp.resolve("target/classes"), jar);
    assertThat(build(CLASSES)).isZero();
    awaitTrainer();
    assertThat(build(CLASSES)).isGreaterThanOrEqualTo(CLASSES);

    Files.copy(temp.resolve("classes/com/acme/Many$C7.class"), module.resolve("Many$C7.class"));
    assertThat(build(CLASSES)).isZero();
    assertThat(said)
        .containsExactly(
            "Workers start without an archive of their classes: com/acme/Many$C7.class is both in "
                + temp.resolve("target/classes")
                + " and in "
                + jar
                + ", so their order on the class path must stay");
    awaitTrainer();
  }

  @Test
  void anArgumentThatForbidsItIsSaidOnceABuild() throws Exception {
    argLine = List.of("-Xshare:off");
    try (LocalWorkers two = opened()) {
      run(two, 5);
      run(two, 6);
    }
    assertThat(said)
        .containsExactly(
            "Workers start without an archive of their classes: the JVM arguments have"
                + " -Xshare:off, which says itself what is shared");
  }

  @Test
  void aBitThatFlippedIsNoticedBeforeATaskRuns() throws Exception {
    trained();
    try (FileChannel file = FileChannel.open(writable(archive()), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {0x55, 0x2a}), file.size() / 2);
    }
    assertThat(build(CLASSES)).isZero();
    assertThat(said).singleElement().asString().contains("is damaged").contains("deleted");
    assertThat(archive()).doesNotExist();
    assertThat(notes()).isEmpty();
    awaitTrainer();
  }

  @Test
  void anArchiveThatWasCutShortIsNoticed() throws Exception {
    trained();
    try (FileChannel file = FileChannel.open(writable(archive()), StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    assertThat(build(CLASSES)).isZero();
    assertThat(said).singleElement().asString().contains("is damaged");
    awaitTrainer();
  }

  @Test
  void aWorkerThatDiesOfItIsStartedWithoutAndTheArchiveIsDropped() throws Exception {
    java = frail();
    trained();
    Files.writeString(temp.resolve("weak"), "");
    assertThat(build(CLASSES)).isZero();
    String place = archive().getParent().toString();
    assertThat(said)
        .containsExactly(
            "A worker could not be started with the archive of its classes in "
                + place
                + ": exit 134 (SIGABRT): the JVM or native code aborted. It was started without,"
                + " and the archive is dropped");
    assertThat(notes())
        .containsExactly(
            "failed a worker could not be started with it: exit 134 (SIGABRT): the JVM or native"
                + " code aborted\n");
    // Nor does the next build try.
    said.clear();
    assertThat(build(CLASSES)).isZero();
    assertThat(said).isEmpty();
    awaitTrainer();
    assertThat(archive()).doesNotExist();
  }

  @Test
  void aTrainingThatFailsIsRememberedAndTold() throws Exception {
    java = frail();
    Files.writeString(temp.resolve("weak"), "");
    build(CLASSES);
    awaitTrainer();
    assertThat(notes())
        .containsExactly("failed making it: exit 134 (SIGABRT): the JVM or native code aborted\n");
    debug.clear();
    build(CLASSES);
    assertThat(debug)
        .anyMatch(
            line ->
                line.startsWith(
                    "Workers start without an archive of their classes: making it: exit 134"));
    awaitTrainer();
  }

  @Test
  void whatJdk17CannotArchiveIsLeftOut() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("META-INF/MANIFEST.MF", Sources.manifest());
    entries.put(
        "META-INF/ACME.SF", "Signature-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    Path signed =
        Sources.compile(
            temp.resolve("signed"),
            "Signed",
            "public class Signed { public static int load(int n) throws Exception {"
                + " java.util.function.IntSupplier s = () -> n; s.getAsInt();"
                + " return com.acme.Many.load(s.getAsInt()); } }",
            temp.resolve("classes"));
    entries.putAll(new TreeMap<>(Sources.entries(signed)));
    classPath = List.of(Sources.jar(temp.resolve("repo/signed-1.0.jar"), entries), jar);
    call = Call.function("Signed::load");
    trained();
    assertThat(build(CLASSES)).isGreaterThanOrEqualTo(CLASSES);
  }
}
