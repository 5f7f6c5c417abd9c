package dev.parallelexec.mojo;

import dev.parallelexec.plan.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** The executions of a module's POM that {@code collect} may name. */
final class AsyncExecutions {
  /** The second may be async by its parameter {@code mode}. */
  private static final Set<String> GOALS = Set.of("async", "parallel-exec");

  private final MavenProject project;
  private final String plugin;

  AsyncExecutions(MavenProject project, MojoExecution collect) {
    this.project = project;
    this.plugin = collect.getPlugin().getKey();
  }

  /** Adds a problem for each id that no async execution has. */
  void check(List<String> ids, PendingLists pending, Problems problems) {
    List<String> known = ids();
    for (String id : ids) {
      if (!known.contains(id) && !pending.fired(project, id)) {
        problems.add(
            "executions",
            id,
            known.isEmpty()
                ? "ids of async executions, of which this module has none"
                : "ids of this module's async executions: " + String.join(", ", known),
            known);
      }
    }
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    Plugin own = project.getPlugin(plugin);
    if (own != null) {
      for (PluginExecution each : own.getExecutions()) {
        if (each.getGoals().stream().anyMatch(GOALS::contains)) {
          ids.add(each.getId());
        }
      }
    }
    return ids;
  }
}
