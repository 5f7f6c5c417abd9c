package dev.parallelexec.mojo;

import dev.parallelexec.jvm.Preparation;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.EngineKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugin.MojoExecutionException;

/** What a build has for the engine of one of its executions. */
final class EngineSurroundings implements EngineKind.Surroundings {
  private final RunGoal goal;
  private final Path cache;
  private final Path plugin;

  /**
   * Looks up where the plugin's own classes are.
   *
   * @param cache where what can be used by later builds is kept
   */
  EngineSurroundings(RunGoal goal, Path cache) throws EngineException {
    this.goal = goal;
    this.cache = cache;
    try {
      this.plugin = Preparation.ownPlace();
    } catch (IOException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<Path> jars(List<String> coordinates) throws EngineException {
    List<Dependency> dependencies = new ArrayList<>();
    for (String one : coordinates) {
      String[] parts = one.split(":", -1);
      Dependency dependency = new Dependency();
      dependency.setGroupId(parts[0]);
      dependency.setArtifactId(parts[1]);
      dependency.setVersion(parts[2]);
      dependencies.add(dependency);
    }
    try {
      return new Dependencies(goal.repositorySystem, goal.session)
          .resolve("engine", dependencies, goal.project.getRemoteProjectRepositories()).stream()
              .map(Path::of)
              .toList();
    } catch (MojoExecutionException e) {
      throw new EngineException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Path plugin() {
    return plugin;
  }

  @Override
  public Path cache() {
    return cache;
  }

  @Override
  public Consumer<String> debug() {
    return goal.getLog()::debug;
  }

  @Override
  public Consumer<String> info() {
    return goal.getLog()::info;
  }
}
