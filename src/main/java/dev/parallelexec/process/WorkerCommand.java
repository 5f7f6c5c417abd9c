package dev.parallelexec.process;

import dev.parallelexec.jvm.ArgumentFile;
import dev.parallelexec.jvm.JavaRuntime;
import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.QuickStart;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command of a worker. Everything but the program stands in an argument file, so that no class
 * path is too long; no shell is involved.
 *
 * @param spec what is started
 * @param quick the class path in force, with our jar first, and what makes the start quick
 * @param tuned arguments for its compilers and collector, which the user's win over
 * @param argFile written by {@link #start}, for this worker alone; may be deleted once the worker
 *     has said hello
 * @param errorFileDir where the JVM leaves {@code hs_err_pid<pid>.log} when it crashes
 */
record WorkerCommand(
    WorkerSpec spec, QuickStart quick, List<String> tuned, Path argFile, Path errorFileDir) {
  /** The worker's main class; by name, because it is not on Maven's side of the line. */
  static final String MAIN = "dev.parallelexec.worker.WorkerMain";

  private static final String ERROR_FILE = "-XX:ErrorFile=";

  /** Copies the list. */
  WorkerCommand {
    tuned = List.copyOf(tuned);
  }

  /**
   * What the environment tells a worker.
   *
   * @param slot from 1
   * @param workers the bound
   * @param tasks how many may run at once in all of them, which share the processors
   * @param runId the build's
   * @param mark known to this worker and the processes below it; see {@link Orphans}
   */
  record Seat(int slot, int workers, int tasks, String runId, String mark) {}

  /**
   * Starts the worker and writes one line to its stdin, which stays open. A worker that dies before
   * it has read the line is no error here: its exit tells more.
   *
   * @param stdinLine without its end; the only way that the secret takes
   * @throws IOException where the command cannot be expressed or the program cannot be started, in
   *     a sentence for the user
   */
  Process start(Seat seat, String stdinLine) throws IOException {
    byte[] arguments = arguments();
    try {
      Files.write(argFile, arguments);
    } catch (IOException e) {
      throw new IOException(argFile + " cannot be written: " + e.getMessage(), e);
    }
    ProcessBuilder builder = new ProcessBuilder(spec.launch().java().toString(), "@" + argFile);
    builder.directory(spec.launch().directory().toFile());
    try {
      fill(builder.environment(), seat);
    } catch (IllegalArgumentException e) {
      // Without the exception's own message, which may contain the value.
      throw new IOException(
          "environmentVariables has a name or a value that no environment can hold: a name with"
              + " '=', or a zero character",
          e);
    }
    Process process = builder.start();
    greet(process, stdinLine);
    return process;
  }

  /** Whether the JVM is given a bound for metaspace, in its arguments or over the environment. */
  static boolean boundsMetaspace(Launch launch) {
    Map<String, String> environment = launch.environment();
    return (launch.jvmArguments()
            + environment.getOrDefault("JAVA_TOOL_OPTIONS", "")
            + environment.getOrDefault("JDK_JAVA_OPTIONS", ""))
        .contains("-XX:MaxMetaspaceSize=");
  }

  /** The command as people would type it, without the class path's length; for messages. */
  String text() {
    return spec.launch().java()
        + " @"
        + argFile
        + " (in "
        + spec.launch().directory()
        + "): "
        + String.join(" ", jvmArguments())
        + " -cp <"
        + quick.classPath().size()
        + " entries> "
        + MAIN;
  }

  /** Where its JVM writes when it crashes: to the user's place, where the user names one. */
  Path errorFile(long pid) {
    String named = usersErrorFile();
    if (named.isEmpty()) {
      return errorFileDir.resolve("hs_err_pid" + pid + ".log");
    }
    String file = named.replace("%%", "%").replace("%p", Long.toString(pid));
    return spec.launch().directory().resolve(file);
  }

  /** What the user's own {@code -XX:ErrorFile} says, the last one; empty where there is none. */
  String usersErrorFile() {
    String named = "";
    for (String argument : spec.launch().jvmArguments()) {
      named = argument.startsWith(ERROR_FILE) ? argument.substring(ERROR_FILE.length()) : named;
    }
    return named;
  }

  private static void greet(Process process, String stdinLine) {
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write((stdinLine + "\n").getBytes(StandardCharsets.US_ASCII));
      stdin.flush();
    } catch (IOException e) {
      // Gone already. Whoever waits for its hello sees its exit code and what it printed.
    }
  }

  private void fill(Map<String, String> environment, Seat seat) {
    environment.clear();
    environment.putAll(spec.launch().environment());
    Optional<Path> home = JavaRuntime.homeOf(spec.launch().java());
    if (home.isPresent()) {
      environment.putIfAbsent("JAVA_HOME", home.get().toString());
    }
    environment.put("PARALLEL_EXEC_SLOT", Integer.toString(seat.slot));
    environment.put("PARALLEL_EXEC_WORKERS", Integer.toString(seat.workers));
    environment.put("PARALLEL_EXEC_RUN_ID", seat.runId);
    environment.putAll(Nesting.here().below(seat.tasks));
    environment.put(Orphans.MARK, seat.mark);
  }

  private byte[] arguments() throws IOException {
    ArgumentFile file = new ArgumentFile();
    for (String argument : jvmArguments()) {
      if (argument.startsWith("@") && argument.length() > 1) {
        file.include(spec.launch().directory().resolve(argument.substring(1)));
      } else {
        file.add(argument);
      }
    }
    return file.add("-cp").add(joined()).add(MAIN).bytes();
  }

  private String joined() throws IOException {
    List<String> entries = new ArrayList<>();
    for (Path path : quick.classPath()) {
      String entry = path.toString();
      if (entry.contains(File.pathSeparator)) {
        throw new IOException(
            "the class path cannot hold %s: a '%s' separates its entries; use a place without one"
                .formatted(entry, File.pathSeparator));
      }
      entries.add(entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Ours first, so that the user's win. */
  private List<String> jvmArguments() {
    List<String> users = spec.launch().jvmArguments();
    List<String> all = new ArrayList<>();
    all.add(ERROR_FILE + errorFileDir.resolve("hs_err_pid%p.log"));
    // A worker that is killed would leave its file of counters in the temp directory.
    all.add("-XX:-UsePerfData");
    all.addAll(tuned);
    if (spec.heapBytes() > 0 && Machine.heapOf(users).isEmpty()) {
      // The JVM refuses a first heap above the largest.
      all.add("-Xmx" + Math.max(spec.heapBytes(), Machine.firstHeapOf(users).orElse(0)));
    }
    all.addAll(quick.options());
    all.addAll(users);
    return all;
  }
}
