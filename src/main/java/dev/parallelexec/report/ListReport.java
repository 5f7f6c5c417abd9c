package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.PoolListener;
import java.io.IOException;

/**
 * Everything that is told about one task list: console, logs of tasks, {@code results.json}.
 *
 * <p>Opened before the first task, given to the pool as its listener, finished once with {@link
 * #finish} or {@link #finishStopped}, closed. Events may come from any thread, also while {@link
 * #finishStopped} runs; what comes after the end is ignored.
 */
public final class ListReport implements PoolListener, AutoCloseable {
  private final ReportOptions options;

  private ListReport(ReportOptions options) {
    this.options = options;
  }

  /**
   * Removes what an earlier run of this execution left in the directory and prints the head line.
   * Never fails: where the directory cannot be written the outcomes are still told on the console,
   * and {@link #finish} throws. Whoever needs the earlier {@code results.json} reads it before.
   */
  public static ListReport open(ListHead head, ReportOptions options, Console console) {
    return new ListReport(options);
  }

  /**
   * The list has ended: writes {@code results.json}, prints the summary.
   *
   * @throws IOException naming the file or directory, where the results could not be written; the
   *     summary was printed all the same. For a MojoExecutionException
   */
  public void finish(ListResult result) throws IOException {}

  /**
   * The build is being stopped: writes {@code results.json} with what is known (running tasks are
   * cancelled, tasks that never started are not listed) and prints one line. For a shutdown hook:
   * takes well below a second, never throws, does nothing after {@link #finish}.
   *
   * @param reason a phrase for people, as {@code stopped by a signal}
   */
  public void finishStopped(String reason) {}

  /**
   * The results of all tasks as a JSON array in list order, {@code null} for those that did not
   * pass; read from disk at each call, so ask only when it is wanted. Between {@link #finish} and
   * {@link #close}.
   *
   * @throws IOException where the results were not, or cannot be, kept on disk
   */
  public String resultsJson() throws IOException {
    return "[]";
  }

  /** The path of {@code results.json} as people see it, for {@link Verdict#text}. */
  public String resultsPath() {
    return options.shown(options.directory().resolve("results.json"));
  }

  /** Removes what was only kept on disk while the list ran. The second call does nothing. */
  @Override
  public void close() {}
}
