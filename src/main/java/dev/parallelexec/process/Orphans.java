package dev.parallelexec.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processes that a dead worker's tasks left behind. The system gave them another parent, but
 * their environment, inherited from the worker, still tells whose they were; only Linux shows it.
 */
final class Orphans {
  /** The environment variable that marks them. */
  static final String MARK = "PARALLEL_EXEC_WORKER";

  private static final Path PROCESSES = Path.of("/proc");

  private Orphans() {}

  /** Ends them all, now; what cannot be seen is left alone. */
  static void end(String mark) {
    endWith(mark + '\0');
  }

  /** The same for all marks that begin so. */
  static void endAllBelow(String marks) {
    endWith(marks);
  }

  private static void endWith(String beginning) {
    if (!Files.isDirectory(PROCESSES)) {
      return;
    }
    String wanted = '\0' + MARK + '=' + beginning;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES)) {
      for (Path process : all) {
        String name = process.getFileName().toString();
        if (Character.isDigit(name.charAt(0)) && environment(process).contains(wanted)) {
          ProcessHandle.of(Long.parseLong(name)).ifPresent(ProcessHandle::destroyForcibly);
        }
      }
    } catch (IOException | RuntimeException e) {
      // A glance at what others leave; nobody counts on it.
      return;
    }
  }

  private static String environment(Path process) {
    try {
      byte[] bytes = Files.readAllBytes(process.resolve("environ"));
      return '\0' + new String(bytes, StandardCharsets.ISO_8859_1) + '\0';
    } catch (IOException e) {
      return ""; // it has ended, or is not ours
    }
  }
}
