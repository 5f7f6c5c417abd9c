package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.jvm.Sources;
import dev.parallelexec.task.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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
  void aDirectoryThatCannotBeMadeIsNoMatter() throws Exception {
    archives = Files.writeString(temp.resolve("file"), "").resolve("archives");
    assertThat(build(CLASSES)).isZero();
    assertThat(said).isEmpty();
    assertThat(debug).anyMatch(line -> line.startsWith("No archive can be asked for in "));
  }

  /** JDK 17 crashes while it archives a lambda whose interface is in a signed jar. */
  @Test
  void lambdasOfSignedJarsAreLeftOut() throws Exception {
    Path api = temp.resolve("api");
    Sources.compile(
        api, "Api", "package api; public interface Api { int get(); Api ONE = () -> 1; }");
    Path caller =
        Sources.compile(
            temp.resolve("caller"),
            "Caller",
            "public class Caller { public static int load(int n) throws Exception {"
                + " api.Api many = () -> n * api.Api.ONE.get(); return com.acme.Many.load(many.get()); } }",
            api,
            temp.resolve("classes"));
    classPath =
        List.of(
            signed(Sources.jar(temp.resolve("repo/api-1.0.jar"), Sources.entries(api))),
            Sources.jar(temp.resolve("repo/caller-1.0.jar"), Sources.entries(caller)),
            jar);
    call = Call.function("Caller::load");
    trained();
    assertThat(build(CLASSES)).isGreaterThanOrEqualTo(CLASSES);
  }

  private Path signed(Path unsigned) throws Exception {
    String keys = temp.resolve("keys").toString();
    List<String> store = List.of("-keystore", keys, "-storepass", "secret");
    List<String> key = List.of("-genkeypair", "-alias", "acme", "-keyalg", "RSA");
    tool("keytool", Stream.of(key, store, List.of("-dname", "CN=acme")));
    tool("jarsigner", Stream.of(store, List.of(unsigned.toString(), "acme")));
    return unsigned;
  }

  private void tool(String name, Stream<List<String>> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(OWN_JAVA.resolveSibling(name).toString()));
    arguments.forEach(command::addAll);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve(name + ".log").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(temp.resolve(name + ".log"))).isZero();
  }
}
