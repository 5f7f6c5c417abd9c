package dev.parallelexec.mojo;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** A fired list that writes down what becomes of it. */
final class FakeList implements PendingList {
  final List<String> log = new ArrayList<>();
  private final MavenProject project;
  private final MojoExecution execution;
  private final @Nullable String failure;

  FakeList(MavenProject project, String id, @Nullable String failure) {
    this.project = project;
    this.execution = execution("async", id);
    this.failure = failure;
  }

  static MojoExecution execution(String goal, String id) {
    Plugin plugin = new Plugin();
    plugin.setGroupId("dev.parallelexec");
    plugin.setArtifactId("parallel-exec-maven-plugin");
    return new MojoExecution(plugin, goal, id);
  }

  static MavenProject module(String name) {
    MavenProject project = new MavenProject();
    project.setGroupId("g");
    project.setArtifactId(name);
    project.setVersion("1");
    project.setFile(new File("/home/ci", name + "/pom.xml"));
    return project;
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
  public void collect(Duration limit) throws MojoFailureException {
    log.add("collected within " + limit);
    if (failure != null) {
      throw new MojoFailureException(failure);
    }
  }

  @Override
  public void cancel(String reason) {
    log.add("cancelled: " + reason);
  }
}
