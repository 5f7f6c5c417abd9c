package dev.parallelexec.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Every class of the worker is loaded beside the user's, in every worker: together they stay small.
 * Counted without debugging information, which the JVM does not read before there is a stack trace.
 */
class WorkerSizeTest {
  private static final int MOST = 116_000;

  @Test
  void theClassesOfTheWorkerStaySmallTogether() throws IOException, URISyntaxException {
    Path classes =
        Path.of(WorkerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/parallelexec/worker");
    Map<String, Integer> sizes = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(classes, "*.class")) {
      for (Path file : files) {
        ClassWriter stripped = new ClassWriter(0);
        new ClassReader(Files.readAllBytes(file)).accept(stripped, ClassReader.SKIP_DEBUG);
        sizes.put(file.getFileName().toString(), stripped.toByteArray().length);
      }
    }
    assertThat(sizes).containsKey("WorkerMain.class");
    assertThat(sizes.values().stream().mapToInt(Integer::intValue).sum())
        .as("bytes of %s", sizes)
        .isLessThan(MOST);
  }
}
