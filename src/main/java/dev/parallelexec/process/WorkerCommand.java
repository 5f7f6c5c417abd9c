package dev.parallelexec.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line of a worker.
 *
 * @param spec what is started
 * @param classPath in force: our jar first, then the user's, patched
 * @param argFile written by {@link #start}, for this worker alone
 * @param errorFileDir where the JVM leaves {@code hs_err_pid<pid>.log} when it crashes
 */
record WorkerCommand(WorkerSpec spec, List<Path> classPath, Path argFile, Path errorFileDir) {
  /** The worker's main class; by name, because it is not on Maven's side of the line. */
  static final String MAIN = "dev.parallelexec.worker.WorkerMain";

  /**
   * What the environment tells a worker.
   *
   * @param slot from 1
   * @param workers the bound
   * @param runId the build's
   */
  record Seat(int slot, int workers, String runId) {}

  /** Starts it. */
  Process start(Seat seat, String stdinLine) throws IOException {
    throw new IOException(seat + stdinLine);
  }

  /** The command as people would type it, for messages. */
  String text() {
    return "";
  }
}
