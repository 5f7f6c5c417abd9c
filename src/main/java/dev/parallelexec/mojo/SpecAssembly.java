package dev.parallelexec.mojo;

import dev.parallelexec.jvm.JavaRuntime;
import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.process.WorkerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;

/** From what was asked of the workers to what makes one: resolves the class path. */
final class SpecAssembly {
  private final RunGoal goal;
  private final PoolRequest request;

  SpecAssembly(RunGoal goal, PoolRequest request) {
    this.goal = goal;
    this.request = request;
  }

  /** What makes a worker; the JDK is known by now. */
  WorkerSpec spec(List<Path> classPath) {
    PoolRequest.Jvm jvm = request.jvm();
    JavaRuntime java = jvm.java();
    if (java == null) {
      throw new IllegalStateException("a wrong jvm was let through");
    }
    if (goal.getLog().isDebugEnabled()) {
      goal.getLog().debug("Class path of the workers: " + classPath);
    }
    return new WorkerSpec(
        new Launch(
            java.java(),
            jvm.arguments(),
            classPath,
            jvm.environment(),
            jvm.directory(),
            jvm.archive() ? new Sharing(true, buildDirectories()) : Sharing.OFF),
        jvm.properties(),
        request.initializer(),
        request.initializerArguments(),
        jvm.heapBytes());
  }

  /**
   * The further elements that are not there, and that this build does not make: nobody would say
   * so, and a class that is missing for it may be missed by a task only.
   */
  List<Path> missing() {
    PoolRequest.Classes classes = request.classes();
    return new WorkerClassPath(goal.project, classes.scope())
        .add(classes.elements())
        .missing(buildDirectories());
  }

  /** Where this build makes jars that the next one makes again. */
  private List<Path> buildDirectories() {
    List<Path> directories = new ArrayList<>();
    for (MavenProject project : goal.session.getProjects()) {
      directories.add(Path.of(project.getBuild().getDirectory()).toAbsolutePath().normalize());
    }
    return directories;
  }

  /**
   * The class path that was asked for.
   *
   * @throws MojoExecutionException where a dependency cannot be resolved
   */
  List<Path> classPath() throws MojoExecutionException {
    PoolRequest.Classes classes = request.classes();
    Dependencies resolver = new Dependencies(goal.repositorySystem, goal.session);
    WorkerClassPath path = new WorkerClassPath(goal.project, classes.scope());
    if (classes.output()) {
      path.output();
    }
    if (classes.project()) {
      path.dependencies();
    }
    if (classes.plugin()) {
      path.add(
          resolver.resolve(
              "includePluginDependencies",
              goal.mojoExecution.getPlugin().getDependencies(),
              goal.project.getRemotePluginRepositories()));
    }
    path.add(
        resolver.resolve(
            "additionalClasspathDependencies",
            classes.tools(),
            goal.project.getRemoteProjectRepositories()));
    return path.add(classes.elements()).paths();
  }
}
