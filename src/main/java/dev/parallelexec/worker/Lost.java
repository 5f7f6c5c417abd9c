package dev.parallelexec.worker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processes that the user's code started and that have another parent by now, as daemons do.
 * Their environment, which began as this worker's, still tells whose they are; only Linux shows it.
 */
final class Lost {
  /** The variable that marks them; Maven's side sets it, to another value for each worker. */
  static final String MARK = "PARALLEL_EXEC_WORKER";

  private Lost() {}

  /** Ends them all, now; never fails. */
  static void end() {
    String mark = System.getenv(MARK);
    String[] processes = new File("/proc").list();
    if (mark == null || processes == null) {
      return;
    }
    String wanted = "\0" + MARK + "=" + mark + "\0";
    for (String process : processes) {
      if (Character.isDigit(process.charAt(0)) && environment(process).contains(wanted)) {
        ProcessHandle handle = ProcessHandle.of(Long.parseLong(process)).orElse(null);
        if (handle != null && !handle.equals(ProcessHandle.current())) {
          handle.destroyForcibly();
        }
      }
    }
  }

  private static String environment(String process) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", process, "environ"));
      return "\0" + new String(bytes, StandardCharsets.ISO_8859_1) + "\0";
    } catch (IOException e) {
      return ""; // It has ended, or is somebody else's.
    }
  }
}
