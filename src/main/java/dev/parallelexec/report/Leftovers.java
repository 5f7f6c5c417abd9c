package dev.parallelexec.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What an earlier run of an execution left in its directory: only files that are ours. */
final class Leftovers {
  private static final Pattern LOG = Pattern.compile("\\d{4,}-.*\\.log");

  /** What JVMs wrote about their crash; the engine keeps it here. */
  private static final Pattern ERROR_FILE = Pattern.compile("hs_err_pid\\d+\\.log");

  private Leftovers() {}

  /** Removes them; what the user put beside them stays. */
  static void remove(Path directory) throws IOException {
    for (String name : List.of(ResultsFile.NAME, ResultsFile.SPOOL, ResultsFile.UNFINISHED)) {
      Files.deleteIfExists(directory.resolve(name));
    }
    remove(directory, ERROR_FILE);
    remove(directory.resolve(TaskLogs.FOLDER), LOG);
  }

  private static void remove(Path directory, Pattern names) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory, file -> names.matcher(String.valueOf(file.getFileName())).matches())) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
