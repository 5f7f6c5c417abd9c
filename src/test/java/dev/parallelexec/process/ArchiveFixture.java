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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Builds whose workers may use archives, and trainings that are waited for. */
@Timeout(300)
abstract class ArchiveFixture extends LocalEngineFixture {

  static final int CLASSES = 600;
  static final Path OWN_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  final List<String> said = Collections.synchronizedList(new ArrayList<>());
  final List<String> debug = Collections.synchronizedList(new ArrayList<>());
  Path archives;
  Path jar;
  Path java = OWN_JAVA;
  List<Path> classPath;
  List<String> argLine = List.of();

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

  Call call = Call.function("com.acme.Many::load");

  void trained() throws Exception {
    build(CLASSES);
    awaitTrainer();
    assertThat(notes()).as(debug.toString()).hasSize(1).allMatch(note -> note.startsWith("made "));
    debug.clear();
  }

  /** How many classes of the jar its one worker took out of an archive. */
  int build(int classes) throws Exception {
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

  LocalWorkers opened() throws Exception {
    return new LocalWorkers(
        new ConcurrentHashMap<>(),
        new LocalWorkers.Settings(temp.resolve("cache"), archives, "run", debug::add, said::add));
  }

  void run(LocalWorkers build, int classes) throws Exception {
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
  Path frail() throws IOException {
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
  static void awaitTrainer() {
    await("the training has ended")
        .atMost(Duration.ofMinutes(3))
        .until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
  }

  Path archive() throws IOException {
    try (Stream<Path> all = Files.list(archives)) {
      return all.filter(Files::isDirectory).findFirst().orElseThrow().resolve("classes.jsa");
    }
  }

  static Path writable(Path file) {
    assertThat(file.toFile().setWritable(true)).isTrue();
    return file;
  }

  List<String> notes() throws IOException {
    List<String> notes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(archives)) {
      for (Path note : (Iterable<Path>) files.filter(f -> f.endsWith("note"))::iterator) {
        notes.add(Files.readString(note));
      }
    }
    return notes;
  }
}
