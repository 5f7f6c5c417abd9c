package dev.parallelexec.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The traces of a module's executions in one {@code trace.json}, a process each. Only those of this
 * run of Maven: what an earlier one left lies hours away on the time axis.
 */
final class ModuleTrace {
  private ModuleTrace() {}

  /**
   * Puts them together.
   *
   * @param head of an execution of this run; the others have the same first line
   * @param directories of executions, in the order in which they are to be shown
   */
  static void write(OutputStream out, String head, List<Path> directories) throws IOException {
    out.write(head.getBytes(StandardCharsets.UTF_8));
    int pid = 0;
    boolean more = false;
    for (Path directory : directories) {
      Path trace = directory.resolve(TraceFile.NAME);
      if (!Files.isRegularFile(trace)) {
        continue;
      }
      try (BufferedReader lines = Files.newBufferedReader(trace)) {
        if (head.equals(lines.readLine())) {
          pid++;
          more = copy(lines, out, "{\"pid\":" + pid + ",", more);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    out.write("\n]}\n".getBytes(StandardCharsets.UTF_8));
  }

  /** The first line of an execution's trace; empty where it has none. */
  static String head(Path directory) throws IOException {
    Path trace = directory.resolve(TraceFile.NAME);
    if (!Files.isRegularFile(trace)) {
      return "";
    }
    try (BufferedReader lines = Files.newBufferedReader(trace)) {
      String head = lines.readLine();
      return head == null ? "" : head;
    }
  }

  private static boolean copy(BufferedReader lines, OutputStream out, String pid, boolean before)
      throws IOException {
    boolean more = before;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int from = line.startsWith(",") ? 1 : 0;
      if (line.startsWith(TraceLines.PID, from)) {
        String event = pid + line.substring(from + TraceLines.PID.length());
        out.write(((more ? "\n," : "\n") + event).getBytes(StandardCharsets.UTF_8));
        more = true;
      }
    }
    return more;
  }
}
