package dev.parallelexec.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps what the crashed JVMs of one list wrote, in the list's own directory. For any thread. */
final class ErrorFiles {
  /** A list whose every task crashes needs no more of them to be understood. */
  static final int MOST = 10;

  private final Path directory;
  private int kept;

  ErrorFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Keeps a file, and says so in a phrase that follows a reason: {@code ; hs_err_pid4713.log kept};
   * empty where there is none.
   */
  synchronized String keep(@Nullable ErrorFile file) {
    if (file == null) {
      return "";
    } else if (file.users()) {
      return "; see " + file.path();
    }
    try {
      if (kept >= MOST) {
        Files.deleteIfExists(file.path());
        return "; " + file.name() + " not kept, there are " + MOST + " already";
      }
      file.moveTo(directory);
      kept++;
      return "; " + file.name() + " kept";
    } catch (IOException e) {
      return "; " + file.name() + " could not be kept: " + e;
    }
  }
}
