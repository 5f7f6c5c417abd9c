package dev.parallelexec.mojo;

import dev.parallelexec.history.Resume;
import dev.parallelexec.report.View;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.execution.ProjectDependencyGraph;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What the user typed, from what Maven made of it. */
final class CommandLine {
  private final MavenSession session;
  private final MavenExecutionRequest request;
  private final MavenProject project;
  private final MojoExecution execution;

  CommandLine(MavenSession session, MavenProject project, MojoExecution execution) {
    this.session = session;
    this.request = session.getRequest();
    this.project = project;
    this.execution = execution;
  }

  /** The commands that run this execution again, in the words of the user's shell. */
  View.Commands commands() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean windows = system.startsWith("windows");
    Again again = again();
    return new View.Commands(
        again.resuming(Resume.FAILED).text(windows),
        again.resuming(Resume.UNFINISHED).text(windows));
  }

  private Again again() {
    boolean alone = standsAlone();
    List<String> goals =
        alone
            ? List.of(Goal.PREFIX_OF_GOALS + execution.getGoal() + "@" + execution.getExecutionId())
            : List.copyOf(request.getGoals());
    return new Again(goals, options(alone), Again.typed(request.getUserProperties()));
  }

  private List<String> options(boolean alone) {
    List<String> options = new ArrayList<>();
    Path here = Path.of(System.getProperty("user.dir", ""));
    File pom = request.getPom();
    if (pom != null && !pom.toPath().toAbsolutePath().equals(here.resolve("pom.xml"))) {
      options.addAll(List.of("-f", Again.path(here, pom.toPath())));
    }
    File settings = request.getUserSettingsFile();
    Path usual = Path.of(System.getProperty("user.home", ""), ".m2", "settings.xml");
    if (settings != null && !settings.toPath().toAbsolutePath().equals(usual)) {
      options.addAll(List.of("-s", Again.path(here, settings.toPath())));
    }
    if (request.isOffline()) {
      options.add("-o");
    }
    List<String> profiles = new ArrayList<>(request.getActiveProfiles());
    profiles.removeAll(session.getSettings().getActiveProfiles());
    request.getInactiveProfiles().forEach(profile -> profiles.add("!" + profile));
    if (!profiles.isEmpty()) {
      options.add("-P" + String.join(",", profiles));
    }
    modules(options, alone);
    return options;
  }

  private void modules(List<String> options, boolean alone) {
    List<String> modules = new ArrayList<>(request.getSelectedProjects());
    request.getExcludedProjects().forEach(module -> modules.add("!" + module));
    String make = request.getMakeBehavior();
    if (alone) {
      modules.clear();
      if (session.getAllProjects().size() > 1) {
        modules.add(":" + project.getArtifactId());
      }
      make = null;
    }
    if (!modules.isEmpty()) {
      options.addAll(List.of("-pl", String.join(",", modules)));
    }
    boolean both = MavenExecutionRequest.REACTOR_MAKE_BOTH.equals(make);
    if (both || MavenExecutionRequest.REACTOR_MAKE_UPSTREAM.equals(make)) {
      options.add("-am");
    }
    if (both || MavenExecutionRequest.REACTOR_MAKE_DOWNSTREAM.equals(make)) {
      options.add("-amd");
    }
  }

  /**
   * Whether this execution can run without the rest of the build: it stands in the POM, needs no
   * other module, and nothing that another plugin has set.
   */
  private boolean standsAlone() {
    if (execution.getSource() == MojoExecution.Source.CLI) {
      return false;
    }
    Plugin plugin = project.getPlugin(execution.getPlugin().getKey());
    PluginExecution own =
        plugin == null ? null : plugin.getExecutionsAsMap().get(execution.getExecutionId());
    return own != null && !late(own.getConfiguration()) && !needsOthers();
  }

  private static boolean late(@Nullable Object configuration) {
    String text = String.valueOf(configuration);
    return text.contains("${") || text.contains("@{");
  }

  private boolean needsOthers() {
    ProjectDependencyGraph graph = session.getProjectDependencyGraph();
    if (graph == null) {
      return false;
    }
    Set<MavenProject> others = new HashSet<>(graph.getUpstreamProjects(project, true));
    for (MavenProject parent = project.getParent(); parent != null; parent = parent.getParent()) {
      others.remove(parent);
    }
    return !others.isEmpty();
  }
}
