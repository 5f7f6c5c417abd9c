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

  private Leftovers() {}

  /** Removes them; what the user put beside them stays. */
  static void remove(Path directory) throws IOException {
    for (String name :
        List.of(ResultsFile.NAME, ResultsFile.SPOOL, ResultsFile.UNFINISHED, DryRun.NAME)) {
      Files.deleteIfExists(directory.resolve(name));
    }
    Path logs = directory.resolve(TaskLogs.FOLDER);
    if (!Files.isDirectory(logs)) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            logs, file -> LOG.matcher(String.valueOf(file.getFileName())).matches())) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
