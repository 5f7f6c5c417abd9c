package dev.parallelexec.mojo;

import dev.parallelexec.pool.Fired;
import java.time.Duration;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;

/** A fired list in the local pool. */
final class FiredList implements PendingList {
  private final MavenProject project;
  private final MojoExecution execution;
  private final Fired fired;
  private final ListEnd end;
  private final Log log;

  FiredList(MavenProject project, MojoExecution execution, Fired fired, ListEnd end, Log log) {
    this.project = project;
    this.execution = execution;
    this.fired = fired;
    this.end = end;
    this.log = log;
  }

  @Override
  public MavenProject project() {
    return project;
  }

  @Override
  public MojoExecution execution() {
    return execution;
  }

  @Override
  public void collect(Duration limit) throws MojoExecutionException, MojoFailureException {
    end.after(() -> fired.collect(limit), true);
  }

  @Override
  public void cancel(String reason) {
    try {
      end.after(() -> fired.cancel(reason), false);
    } catch (MojoExecutionException | MojoFailureException e) {
      log.warn("Cancelled " + execution.getExecutionId() + ": " + e.getMessage());
    }
  }
}
