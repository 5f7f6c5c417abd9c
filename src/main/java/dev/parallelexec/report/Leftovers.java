package dev.parallelexec.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What an earlier run of an execution left in its directory: only files that are ours. */
final class Leftovers {
  private static final Pattern LOG = Pattern.compile("\\d{4,}-.*\\.log");

  private static final Set<String> FILES =
      Set.of(
          ResultsFile.NAME,
          ResultsFile.SPOOL,
          Page.NAME,
          Page.STYLE,
          DryRun.NAME,
          EventLog.NAME,
          JobLog.NAME,
          StatusFile.NAME,
          TraceFile.NAME);

  private static final Pattern TESTS =
      Pattern.compile("\\.?" + Pattern.quote(TestReport.PREFIX) + ".*\\.xml(\\.tmp)?");

  /** What JVMs wrote about their crash; the engine keeps it here. */
  private static final Pattern ERROR_FILE = Pattern.compile("hs_err_pid\\d+\\.log");

  private Leftovers() {}

  /** Removes them; what the user put beside them stays. */
  static void remove(Path directory) throws IOException {
    remove(directory, Leftovers::ours);
    Path logs = directory.resolve(TaskLogs.FOLDER);
    if (Files.isDirectory(logs)) {
      remove(logs, name -> LOG.matcher(name).matches());
    }
  }

  private static boolean ours(String name) {
    boolean whole = name.startsWith(".") && name.endsWith(".tmp");
    return FILES.contains(whole ? name.substring(1, name.length() - 4) : name)
        || ERROR_FILE.matcher(name).matches()
        || TESTS.matcher(name).matches();
  }

  private static void remove(Path directory, Predicate<String> ours) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (ours.test(String.valueOf(file.getFileName()))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
