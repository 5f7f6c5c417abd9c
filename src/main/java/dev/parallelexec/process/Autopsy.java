package dev.parallelexec.process;

import dev.parallelexec.jvm.ExitWords;
import dev.parallelexec.task.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found at a dead worker, and the reason that follows from it.
 *
 * @param stage how far it had come
 * @param initializer what the initializer threw, or null
 * @param exitCode of its process, or, where it is lost, of what stood for it; null where it never
 *     started, or does not end
 * @param ended whether it was us who ended it
 * @param trouble what went wrong on this side, or because of what the worker said; null for nothing
 * @param lastWords what its process wrote at last
 * @param errorFile what its JVM wrote about its crash, or null
 * @param lost whether its machine, or the link to it, is gone
 */
record Autopsy(
    Death.Stage stage,
    @Nullable Failure initializer,
    @Nullable Integer exitCode,
    boolean ended,
    @Nullable String trouble,
    String lastWords,
    @Nullable ErrorFile errorFile,
    boolean lost) {
  private static final String ERROR = "java.lang.OutOfMemoryError";

  /** Lines that a JVM, or our own program in it, writes only when that ends it. */
  private static final String[] LAST_LINES = {
    "Terminating due to " + ERROR, "Aborting due to " + ERROR, "parallel-exec worker: " + ERROR
  };

  /** Passes the verdict. */
  Death death(OomKills kills) {
    ExitWords exit = exitCode == null || ended || lost ? null : ExitWords.of(exitCode);
    String memory = errorFile != null ? errorFile.memory() : "";
    if (memory.isEmpty()) {
      memory = lastLine().orElse("");
    }
    if (exit != null && exit.signal().equals("SIGKILL")) {
      if (kills.claim()) {
        exit = exit.because("killed by the system, for want of memory in its control group");
        memory = exit.sentence() + "; give the container more memory, or the list fewer workers";
      } else if (kills.known()) {
        exit = exit.because("killed from outside, not for want of memory");
      }
    }
    return new Death(stage, initializer, exit, reason(exit), memory, lastWords, errorFile, lost);
  }

  private Optional<String> lastLine() {
    return lastWords.lines().filter(Autopsy::tells).findFirst().map(Autopsy::after);
  }

  private static boolean tells(String line) {
    for (String start : LAST_LINES) {
      if (line.startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  /** {@code Java heap space}. */
  private static String after(String line) {
    String said = line.substring(line.indexOf(ERROR) + ERROR.length());
    return said.startsWith(": ") ? said.substring(2) : ERROR;
  }

  private String reason(@Nullable ExitWords exit) {
    if (exit != null) {
      return trouble == null ? exit.sentence() : exit.sentence() + "; " + trouble;
    } else if (trouble != null) {
      return trouble;
    }
    return exitCode == null ? "it could not be started" : "it was ended";
  }
}
