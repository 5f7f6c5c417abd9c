package dev.parallelexec.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Every class of the worker is loaded beside the user's, in every worker: together they stay small,
 * counted as they travel, deflated (docs/decisions/0014).
 */
class WorkerSizeTest {
  private static final int MOST = 69 * 1024;

  @Test
  void theClassesOfTheWorkerStaySmallTogether() throws IOException, URISyntaxException {
    Path classes =
        Path.of(WorkerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/parallelexec/worker");
    Map<String, Integer> sizes = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(classes, "*.class")) {
      for (Path file : files) {
        sizes.put(file.getFileName().toString(), deflated(Files.readAllBytes(file)));
      }
    }
    assertThat(sizes).containsKey("WorkerMain.class");
    assertThat(sizes.values().stream().mapToInt(Integer::intValue).sum())
        .as("packed bytes of %s", sizes)
        .isLessThan(MOST);
  }

  private static int deflated(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.size();
  }
}
