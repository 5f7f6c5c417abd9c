package dev.parallelexec.mojo;

import dev.parallelexec.task.Labelled;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.project.MavenProject;

/**
 * The class path of the workers: the project's own classes, its dependencies, the plugin's, the
 * tools', further elements. Each path stands once, where it came first.
 */
final class WorkerClassPath {
  /** Whose dependencies: Maven's scopes of these names. */
  enum Scope implements Labelled {
    COMPILE("compile"),
    RUNTIME("runtime"),
    TEST("test");

    private final String label;

    Scope(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  private final MavenProject project;
  private final Scope scope;
  private final Set<Path> paths = new LinkedHashSet<>();

  WorkerClassPath(MavenProject project, Scope scope) {
    this.project = project;
    this.scope = scope;
  }

  /** The project's own classes; with scope {@code test} its test classes before them. */
  WorkerClassPath output() {
    if (scope == Scope.TEST) {
      paths.add(path(project.getBuild().getTestOutputDirectory()));
    }
    paths.add(path(project.getBuild().getOutputDirectory()));
    return this;
  }

  /** The project's dependencies, in Maven's order. */
  WorkerClassPath dependencies() {
    // Maven's own lists, less the project's own folders, so that scopes and order are Maven's.
    Path main = path(project.getBuild().getOutputDirectory());
    Path test = path(project.getBuild().getTestOutputDirectory());
    for (String element : elements()) {
      Path path = path(element);
      if (!path.equals(main) && !path.equals(test)) {
        paths.add(path);
      }
    }
    return this;
  }

  /** Further paths; relative ones are relative to the module. */
  WorkerClassPath add(List<String> elements) {
    for (String element : elements) {
      paths.add(path(element));
    }
    return this;
  }

  List<Path> paths() {
    return new ArrayList<>(paths);
  }

  /**
   * Those that are not there.
   *
   * @param built directories that may be filled later
   */
  List<Path> missing(List<Path> built) {
    return paths.stream()
        .filter(Files::notExists)
        .filter(path -> built.stream().noneMatch(path::startsWith))
        .toList();
  }

  private List<String> elements() {
    try {
      return switch (scope) {
        case COMPILE -> project.getCompileClasspathElements();
        case RUNTIME -> project.getRuntimeClasspathElements();
        case TEST -> project.getTestClasspathElements();
      };
    } catch (DependencyResolutionRequiredException e) {
      throw new IllegalStateException("the goal's dependencies are not resolved", e);
    }
  }

  private Path path(String element) {
    File file = new File(element);
    File absolute = file.isAbsolute() ? file : new File(project.getBasedir(), element);
    return absolute.toPath().normalize();
  }
}
