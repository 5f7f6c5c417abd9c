package dev.parallelexec.mojo;

import dev.parallelexec.plan.Nearest;
import java.util.List;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * An execution that a user named on the command line, as {@code parallel-exec:map@cubes}. Maven
 * runs the goal with what the plugin is configured with where no such execution is in the POM.
 */
final class NamedExecution {
  /** What Maven calls one that the user did not name. */
  private static final String UNNAMED = "default-cli";

  private NamedExecution() {}

  /** A sentence where the POM does not have it; null where it does, or none was named. */
  static @Nullable String unknown(MavenProject project, MojoExecution execution) {
    String id = execution.getExecutionId();
    if (execution.getSource() != MojoExecution.Source.CLI || UNNAMED.equals(id)) {
      return null;
    }
    Plugin plugin = WrittenElements.plugin(project, execution.getPlugin().getKey());
    List<String> ids =
        plugin == null
            ? List.of()
            : plugin.getExecutions().stream().map(PluginExecution::getId).toList();
    if (ids.contains(id)) {
      return null;
    }
    String meant = Nearest.to(id, ids);
    return "the POM of "
        + project.getArtifactId()
        + " has no execution '"
        + id
        + "' of this plugin"
        + (ids.isEmpty() ? ", nor any other" : "; it has " + String.join(", ", ids))
        + (meant == null ? "" : "; did you mean '" + meant + "'?");
  }
}
