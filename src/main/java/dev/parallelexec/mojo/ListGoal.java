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

  /**
   * A task that runs longer is told of, and again whenever that time has doubled; written as <code>
   * timeout</code>. <code>0</code> is never. Nothing else comes of it.
   */
  @Parameter(property = "parallel-exec.slowAfter", defaultValue = "60s")
  @Nullable String slowAfter;

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
   * Whether a task that ran beside others in a worker that died, or that had to be ended because of
   * one of them, may run once more, alone, without counting as an attempt: <code>true</code> or
   * <code>false</code>. With <code>false</code> it is <code>crashed</code>, as they all are. See
   * <code>threadsPerWorker</code>; a task that has its worker for itself is <code>crashed</code>,
   * and only <code>retries</code> runs it again.
   */
  @Parameter(property = "parallel-exec.idempotent", defaultValue = "true")
  @Nullable String idempotent;

  /**
   * What a task that did not pass means: <code>fail-at-end</code> runs all tasks and then fails,
   * <code>fail-fast</code> starts nothing new and fails, <code>fail-never</code> runs all tasks and
   * does not fail. Mode <code>apply</code> stops at the first failure, except under <code>
   * fail-never</code>. Maven's <code>-fn</code> means <code>fail-never</code>.
   */
  @Parameter(property = "parallel-exec.failurePolicy", defaultValue = "fail-at-end")
  @Nullable String failurePolicy;

  /**
   * Goes on where the last run of this execution stopped. <code>failed</code> runs those tasks that
   * ended without a pass, <code>unfinished</code> all that did not pass; both run what is new or
   * changed since. A task is known again by its function or main class, its arguments and the
   * contents of its <code>inputs</code>. <code>none</code> is the default. On the command line it
   * wins over the POM, as <code>force</code> does.
   */
  @Parameter(property = "parallel-exec.resume", defaultValue = "none")
  @Nullable String resume;

  /** Runs tasks that are up to date, too: <code>true</code> or <code>false</code>. */
  @Parameter(property = "parallel-exec.force", defaultValue = "false")
  @Nullable String force;

  /**
   * Where outputs and results of tasks with <code>inputs</code> or <code>outputs</code> are kept
   * for other builds and other clones of the project: a directory, relative to the module (a
   * leading <code>~/</code> is the user's home), <code>user</code> for one in the user's cache
   * directory, or <code>off</code>.
   */
  @Parameter(property = "parallel-exec.cache", defaultValue = "off")
  @Nullable String cache;

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

  /**
   * How the progress of a list is shown: <code>bar</code> (at the bottom of the terminal, with a
   * line for each worker), <code>counter</code> (lines that count, and one when nothing else was
   * printed for a while), <code>none</code>; <code>auto</code> is <code>bar</code> on a terminal
   * that somebody looks at, else <code>counter</code>. <code>bar</code> insists, as far as there is
   * a terminal: also under <code>-B</code>, and where the environment variable <code>CI</code> is
   * set. Several modules at once (<code>-T</code>), <code>-q</code>, a log file and Windows have
   * <code>counter</code>.
   */
  @Parameter(property = "parallel-exec.progress", defaultValue = "auto")
  @Nullable String progress;

  /**
   * For which CI service the log is marked: <code>github</code> (output of passed tasks in groups,
   * annotations at the lines where tasks failed, a table in the summary of the step), <code>gitlab
   * </code> (output of passed tasks in sections), <code>teamcity</code> (a test for each task),
   * <code>none</code>; <code>auto</code> is the one that runs the build, if any. What tasks print
   * is kept from being taken for a command of the service.
   */
  @Parameter(property = "parallel-exec.ciFormat", defaultValue = "auto")
  @Nullable String ciFormat;

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

  /**
   * Prints what would run, and why, and runs nothing: <code>true</code> or <code>false</code>. The
   * same goes to <code>dry-run.json</code> in the execution's report directory. On the command line
   * it wins over the POM, as the three below do.
   */
  @Parameter(property = "parallel-exec.dryRun", defaultValue = "false")
  @Nullable String dryRun;

  /**
   * Runs only the tasks whose ids match: globs separated by commas, as <code>orders-*,!*-slow
   * </code> ; <code>*</code> stands for any characters, <code>?</code> for one, and behind <code>!
   * </code> a glob excludes. A <code>reducer</code> is then skipped.
   */
  @Parameter(property = "parallel-exec.taskFilter")
  @Nullable String taskFilter;

  /**
   * This machine's share of the tasks: <code>slice:1/3</code> (in turn, by place in the list),
   * <code>hash:1/3</code> (by id, so that a task stays in its share when others come and go) or
   * <code>timed:1/3:FILE</code> (balanced by the durations in an earlier <code>results.json</code>
   * ). All shares together run each task once. A <code>reducer</code> is then skipped.
   */
  @Parameter(property = "parallel-exec.partition")
  @Nullable String partition;

  /** Runs each task so many times, to hunt those that fail now and then. */
  @Parameter(property = "parallel-exec.repeat", defaultValue = "1")
  @Nullable String repeat;
}
