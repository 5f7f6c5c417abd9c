package dev.parallelexec.mojo;

import dev.parallelexec.plan.Problems;
import dev.parallelexec.plan.Values;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
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
  /** Of the names of properties. */
  static final String PREFIX = "parallel-exec.";

  /** Of what one types. */
  static final String PREFIX_OF_GOALS = "parallel-exec:";

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  MojoExecution mojoExecution;

  /**
   * Leaves the goal out: <code>true</code> or <code>false</code>. A skipped <code>collect</code>
   * gathers nothing; what was fired is then collected at the end of its module.
   */
  @Parameter(property = "parallel-exec.skip", defaultValue = "false")
  @Nullable String skip;

  @Inject RepositorySystem repositorySystem;

  /** The module's directory. */
  final Path basedir() {
    return project.getBasedir().toPath().toAbsolutePath().normalize();
  }

  /** What a property is while the goal runs, the command line first; null where there is none. */
  final @Nullable String property(String name) {
    String user = session.getUserProperties().getProperty(name);
    if (user != null) {
      return user;
    }
    String own = project.getProperties().getProperty(name);
    return own != null ? own : session.getSystemProperties().getProperty(name);
  }

  /** Whether the user wants the goal left out; says so. */
  final boolean skipped(Problems problems) {
    boolean skipped = new Values(problems).bool("skip", PoolConversion.text(skip), false);
    if (skipped) {
      getLog().info("Skipped: parallel-exec.skip is true");
    }
    return skipped;
  }

  /** Throws where anything is wrong. */
  final void refuse(Problems problems) throws MojoExecutionException {
    if (!problems.isEmpty()) {
      throw new MojoExecutionException(
          problems.text(
              PREFIX_OF_GOALS
                  + mojoExecution.getGoal()
                  + " ("
                  + mojoExecution.getExecutionId()
                  + ")"));
    }
  }

  /** Adds a problem for each element or property that was written but that no goal has. */
  final void checkNames(Problems problems, List<String> written) {
    Children.check(problems, written, WrittenElements.known(mojoExecution));
    TypedProperties.check(
        problems, session.getUserProperties(), project.getProperties(), mojoExecution);
  }

  /** What the user typed behind {@code -D}, else what the POM says; null where neither does. */
  final @Nullable String typed(String parameter, @Nullable String written) {
    String user = userProperty(parameter);
    return PoolConversion.text(user == null ? written : user);
  }

  /** What the user typed behind {@code -D}, which POM values never see. */
  final @Nullable String userProperty(String parameter) {
    return session.getUserProperties().getProperty(PREFIX + parameter);
  }
}
