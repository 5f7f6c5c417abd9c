package dev.parallelexec.mojo;

import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * What every goal has. Maven fills the fields; every value that can be wrong is text, so that all
 * wrong ones are told at once.
 */
@SuppressWarnings("NullAway.Init") // Maven fills them
abstract class Goal extends AbstractMojo {
  static final String PREFIX = "parallel-exec.";

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  MojoExecution execution;

  /**
   * Leaves the goal out: <code>true</code> or <code>false</code>. A skipped <code>collect</code>
   * gathers nothing; what was fired is then collected at the end of its module.
   */
  @Parameter(property = "parallel-exec.skip", defaultValue = "false")
  @Nullable String skip;

  @Inject RepositorySystem repositorySystem;

  /** What the user typed behind {@code -D}, which POM values never see. */
  @Nullable String userProperty(String parameter) {
    return session.getUserProperties().getProperty(PREFIX + parameter);
  }
}
