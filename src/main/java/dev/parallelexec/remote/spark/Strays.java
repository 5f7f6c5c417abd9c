package dev.parallelexec.remote.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processes that a worker's tasks left on a node and that have lost their parent: their
 * environment, inherited from the worker, still tells whose they were. Only Linux shows it.
 */
final class Strays {
  /** The environment variable by which Maven's side marks each worker. */
  static final String MARK = "PARALLEL_EXEC_WORKER";

  private static final Path PROCESSES = Path.of("/proc");

  private Strays() {}

  /** Ends those with the mark, now; what cannot be seen, or has none, is left alone. */
  static void end(String mark) {
    if (mark.isEmpty() || !Files.isDirectory(PROCESSES)) {
      return;
    }
    String wanted = '\0' + MARK + '=' + mark + '\0';
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : all) {
        if (environment(process).contains(wanted)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .ifPresent(ProcessHandle::destroyForcibly);
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
