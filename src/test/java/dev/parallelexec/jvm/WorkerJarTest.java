package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerJarTest {
  @TempDir Path cache;

  @Test
  void itHoldsTheWorkersPackagesAndNothingElse() throws Exception {
    try (JarFile jar = new JarFile(WorkerJar.in(cache).toFile())) {
      List<String> names = jar.stream().map(Object::toString).toList();
      assertThat(names)
          .startsWith("META-INF/MANIFEST.MF")
          .contains("dev/parallelexec/task/Task.class", "dev/parallelexec/wire/Frame.class");
      assertThat(names.subList(1, names.size()))
          .allMatch(name -> name.matches("dev/parallelexec/(task|wire|worker)/[^/]+\\.class"));
    }
  }

  @Test
  void itIsMadeOnceAndMendedWhereItIsDamaged() throws Exception {
    Path jar = WorkerJar.in(cache);
    byte[] good = Files.readAllBytes(jar);
    FileTime made = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(jar, made);

    assertThat(WorkerJar.in(cache)).isEqualTo(jar);
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(made);

    byte[] bad = good.clone();
    bad[good.length / 2] ^= 1;
    Files.write(jar, bad);
    assertThat(Files.readAllBytes(WorkerJar.in(cache))).isEqualTo(good);
    Files.write(jar, new byte[3]);
    assertThat(Files.readAllBytes(WorkerJar.in(cache))).isEqualTo(good);
  }

  @Test
  void aJarGivesTheSameClassesAsADirectory(@TempDir Path dir) throws Exception {
    Path place =
        Path.of(WorkerJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = Sources.jar(dir.resolve("plugin.jar"), Sources.entries(place));

    Map<String, byte[]> fromJar = WorkerJar.classes(jar);

    assertThat(fromJar).containsExactlyEntriesOf(WorkerJar.classes(place));
    Path made = WorkerJar.in(cache, jar);
    assertThat(made).hasFileName(WorkerJar.in(cache).getFileName().toString());
    assertThat(WorkerJar.in(cache, jar)).isEqualTo(made);
    Files.write(made, new byte[3]);
    assertThat(Files.size(WorkerJar.in(cache, jar))).isGreaterThan(3);
  }

  @Test
  void manyAtOnceLeaveOneWholeJar() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Path>> makers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        makers.add(() -> WorkerJar.in(cache));
      }
      for (Future<Path> made : threads.invokeAll(makers)) {
        assertThat(made.get()).isEqualTo(WorkerJar.in(cache));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(files()).singleElement().isEqualTo(WorkerJar.in(cache));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
