package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.jvm.Sources;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One build trains, the next one uses the archive; and whatever is wrong with it costs nothing. */
@Timeout(300)
class ArchiveTest extends LocalEngineFixture {
  private static final int CLASSES = 350;
  private static final Path OWN_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private final List<String> debug = Collections.synchronizedList(new ArrayList<>());
  private Path archives;
  private Path jar;
  private Path java = OWN_JAVA;
  private List<Path> classPath;
  private List<String> argLine = List.of();

  @BeforeEach
  void make() throws IOException {
    archives = temp.resolve("archives");
    StringBuilder source = new StringBuilder("package com.acme; public class Many {\n");
    source.append("public static int load(int many) throws Exception { Runnable r = () -> {};\n");
    source.append(
        "r.run(); for (int i = 0; i < many; i++) Class.forName(\"com.acme.Many$C\" + i);\n");
    source.append("return many; }\n");
    for (int i = 0; i < CLASSES; i++) {
      source.append("static class C").append(i).append(" {}\n");
    }
    Path classes = Sources.compile(temp.resolve("classes"), "Many", source.append("}").toString());
    Map<String, byte[]> entries = Sources.entries(classes);
    jar = Sources.jar(temp.resolve("repo/many-1.0.jar"), entries);
    classPath = List.of(jar);
  }

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

  private Call call = Call.function("com.acme.Many::load");

  private void trained() throws Exception {
    build(CLASSES);
    awaitTrainer();
    assertThat(notes()).as(debug.toString()).hasSize(1).allMatch(note -> note.startsWith("made "));
    debug.clear();
  }

  /** How many classes of the jar its one worker took out of an archive. */
  private int build(int classes) throws Exception {
    Path log = Files.createTempFile(temp, "loaded", ".log");
    List<String> before = argLine;
    argLine = Stream.concat(before.stream(), Stream.of("-Xlog:class+load:file=" + log)).toList();
    try (LocalWorkers build = opened()) {
      run(build, classes);
    } finally {
      argLine = before;
    }
    try (Stream<String> lines = Files.lines(log)) {
      return (int)
          lines
              .filter(line -> line.contains("com.acme.Many$C"))
              .filter(line -> line.contains("shared objects file"))
              .count();
    }
  }

  private LocalWorkers opened() throws Exception {
    return new LocalWorkers(
        new ConcurrentHashMap<>(),
        new LocalWorkers.Settings(temp.resolve("cache"), archives, "run", debug::add, said::add));
  }

  private void run(LocalWorkers build, int classes) throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    setting.listener = new Recorder();
    Launch launch =
        new Launch(
            java,
            argLine,
            classPath,
            System.getenv(),
            temp,
            new Sharing(true, List.of(temp.resolve("target"))));
    setting.spec = new WorkerSpec(launch, Map.of(), null, List.of(), 64L << 20);
    Tasks tasks = Tasks.of(call, List.of(List.of(Integer.toString(classes))));
    LocalWorkers before = workers;
    workers = build;
    try {
      ListResult result = setting.map(tasks);
      assertThat(result.good()).as(setting.listener.results().toString()).isTrue();
    } finally {
      workers = before;
    }
  }

  /** A JDK whose JVM does not survive any archive from the moment a file is there. */
  private Path frail() throws IOException {
    Path home = Files.createDirectories(temp.resolve("frail"));
    Files.copy(OWN_JAVA.resolveSibling("../release"), home.resolve("release"));
    Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        program,
        """
        #!/bin/sh
        if [ -e %s ] && grep -q SharedArchiveFile "${1#@}"; then kill -ABRT $$; fi
        exec %s "$@"
        """
            .formatted(temp.resolve("weak"), OWN_JAVA));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  /** Until no process that this test started is left. */
  private static void awaitTrainer() {
    await("the training has ended")
        .atMost(Duration.ofMinutes(3))
        .until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
  }

  private Path archive() throws IOException {
    try (Stream<Path> all = Files.list(archives)) {
      return all.filter(Files::isDirectory).findFirst().orElseThrow().resolve("classes.jsa");
    }
  }

  private static Path writable(Path file) {
    assertThat(file.toFile().setWritable(true)).isTrue();
    return file;
  }

  private List<String> notes() throws IOException {
    List<String> notes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(archives)) {
      for (Path note : (Iterable<Path>) files.filter(f -> f.endsWith("note"))::iterator) {
        notes.add(Files.readString(note));
      }
    }
    return notes;
  }
}
