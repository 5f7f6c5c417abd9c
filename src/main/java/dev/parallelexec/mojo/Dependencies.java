package dev.parallelexec.mojo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.ArtifactType;
import org.eclipse.aether.artifact.ArtifactTypeRegistry;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/** Finds jars by their coordinates, together with what they need at run time. */
final class Dependencies {
  private final RepositorySystem system;
  private final MavenSession session;

  Dependencies(RepositorySystem system, MavenSession session) {
    this.system = system;
    this.session = session;
  }

  /**
   * The files of the dependencies and of theirs, mediated together as one class path.
   *
   * @param element the parameter that names them, for the message
   */
  List<String> resolve(
      String element, List<Dependency> dependencies, List<RemoteRepository> repositories)
      throws MojoExecutionException {
    if (dependencies.isEmpty()) {
      return List.of();
    }
    CollectRequest collect = new CollectRequest();
    dependencies.forEach(dependency -> collect.addDependency(converted(dependency)));
    collect.setRepositories(repositories);
    try {
      List<String> files = new ArrayList<>();
      for (ArtifactResult result :
          system
              .resolveDependencies(
                  session.getRepositorySession(), new DependencyRequest(collect, null))
              .getArtifactResults()) {
        files.add(result.getArtifact().getFile().getPath());
      }
      return files;
    } catch (DependencyResolutionException e) {
      String coordinates =
          dependencies.stream().map(Dependencies::coordinates).collect(Collectors.joining(", "));
      throw new MojoExecutionException(
          element + ": cannot resolve " + coordinates + ": " + e.getMessage(), e);
    }
  }

  /** As people write them. */
  static String coordinates(Dependency dependency) {
    String text =
        dependency.getGroupId() + ':' + dependency.getArtifactId() + ':' + dependency.getVersion();
    return dependency.getClassifier() == null ? text : text + ':' + dependency.getClassifier();
  }

  private org.eclipse.aether.graph.Dependency converted(Dependency dependency) {
    ArtifactTypeRegistry types = session.getRepositorySession().getArtifactTypeRegistry();
    ArtifactType type = types == null ? null : types.get(dependency.getType());
    String classifier = dependency.getClassifier();
    if (classifier == null) {
      classifier = type == null ? "" : type.getClassifier();
    }
    DefaultArtifact artifact =
        new DefaultArtifact(
            dependency.getGroupId(),
            dependency.getArtifactId(),
            classifier,
            type == null ? dependency.getType() : type.getExtension(),
            dependency.getVersion(),
            type);
    List<Exclusion> exclusions =
        dependency.getExclusions().stream()
            .map(e -> new Exclusion(e.getGroupId(), e.getArtifactId(), "*", "*"))
            .toList();
    // Scope runtime: what they need to compile or test does not come along.
    return new org.eclipse.aether.graph.Dependency(artifact, "runtime", false, exclusions);
  }
}
