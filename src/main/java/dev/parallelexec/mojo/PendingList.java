package dev.parallelexec.mojo;

import java.time.Duration;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/** A task list that was fired and not yet collected. */
interface PendingList {
  /** The module that fired it. */
  MavenProject project();

  /** The execution that fired it. */
  MojoExecution execution();

  /**
   * Waits for its tasks, reports them and passes the verdict.
   *
   * @param limit past it what still runs is cancelled; zero is none
   */
  void collect(Duration limit) throws MojoExecutionException, MojoFailureException;

  /** Ends its tasks at once and reports them; fails nothing. */
  void cancel(String reason);
}
