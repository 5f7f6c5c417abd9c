package dev.parallelexec.mojo;

import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters that say what happens when things go wrong, and what people see. */
abstract class ListGoal extends TaskGoal {
  /**
   * Time for one attempt of a task: <code>30s</code>, <code>5m</code>, <code>1h</code>, <code>500ms
   * </code>, <code>PT30S</code>, or seconds. Then a thread dump goes into the task's log, its
   * thread is interrupted, and after <code>killGrace</code> its worker is ended with all its child
   * processes. Default: none.
   */
  @Parameter(property = "parallel-exec.timeout")
  @Nullable String timeout;

  /** Time between the interrupt of a task and the end of its worker. */
  @Parameter(property = "parallel-exec.killGrace", defaultValue = "5s")
  @Nullable String killGrace;

  /**
   * Time for the whole execution, as <code>timeout</code>. Past it what runs is timed out and the
   * rest is cancelled. Default: none.
   */
  @Parameter(property = "parallel-exec.totalTimeout")
  @Nullable String totalTimeout;

  /** Further attempts of a task that did not pass. */
  @Parameter(property = "parallel-exec.retries", defaultValue = "0")
  @Nullable String retries;

  /**
   * After which outcomes a task is tried again, separated by commas: <code>failed</code>, <code>
   * timed-out</code>, <code>crashed</code>, <code>out-of-memory</code>.
   */
  @Parameter(property = "parallel-exec.retryOn", defaultValue = "failed,timed-out,crashed")
  @Nullable String retryOn;

  /** Time before a further attempt, as <code>timeout</code>. */
  @Parameter(property = "parallel-exec.retryDelay", defaultValue = "0s")
  @Nullable String retryDelay;

  /**
   * What a task that did not pass means: <code>fail-at-end</code> runs all tasks and then fails,
   * <code>fail-fast</code> starts nothing new and fails, <code>fail-never</code> runs all tasks and
   * does not fail. Mode <code>apply</code> stops at the first failure, except under <code>
   * fail-never</code>. Maven's <code>-fn</code> means <code>fail-never</code>.
   */
  @Parameter(property = "parallel-exec.failurePolicy", defaultValue = "fail-at-end")
  @Nullable String failurePolicy;

  /**
   * What it means that a task leaves a child process behind, or a function a thread that is no
   * daemon: <code>warn</code> names them, <code>fail</code> fails the task, <code>ignore</code>
   * says nothing. The processes are ended in any case, the threads are not. What a function's class
   * starts, if it is <code>AutoCloseable</code>, may stay until its <code>close</code>.
   */
  @Parameter(property = "parallel-exec.leaks", defaultValue = "warn")
  @Nullable String leaks;

  /**
   * Which output of the tasks is shown: <code>group</code> (each task's whole output when it ends),
   * <code>failures</code> (only of tasks that did not pass), <code>line</code> (live, each line
   * marked with its task), <code>none</code>; <code>auto</code> is <code>group</code> up to 20
   * tasks and <code>failures</code> above.
   */
  @Parameter(property = "parallel-exec.output", defaultValue = "auto")
  @Nullable String output;

  /** Where the reports go, in a directory for each execution id. Relative to the module. */
  @Parameter(
      property = "parallel-exec.reportsDirectory",
      defaultValue = "${project.build.directory}/parallel-exec")
  @Nullable String reportsDirectory;

  /**
   * The name of a project property that gets the results as a JSON array, in the order of the
   * tasks, or the value of the <code>reducer</code>.
   */
  @Parameter(property = "parallel-exec.resultProperty")
  @Nullable String resultProperty;
}
