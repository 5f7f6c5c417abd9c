package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerClassPathTest {
  private final MavenProject project = FakeList.module("m");

  @BeforeEach
  void dependencies() {
    project.getBuild().setOutputDirectory("/home/ci/m/target/classes");
    project.getBuild().setTestOutputDirectory("/home/ci/m/target/test-classes");
    Set<Artifact> artifacts = new LinkedHashSet<>();
    for (String scope : List.of("test", "runtime", "provided", "compile")) {
      DefaultArtifactHandler jar = new DefaultArtifactHandler("jar");
      jar.setAddedToClasspath(true);
      Artifact artifact = new DefaultArtifact("g", scope, "1", scope, "jar", null, jar);
      artifact.setFile(new File("/repo/" + scope + ".jar"));
      artifacts.add(artifact);
    }
    project.setArtifacts(artifacts);
  }

  private static List<Path> paths(String... paths) {
    return List.of(paths).stream().map(Path::of).toList();
  }

  @Test
  void runtimeHasNeitherProvidedNorTest() {
    assertThat(
            new WorkerClassPath(project, WorkerClassPath.Scope.RUNTIME)
                .output()
                .dependencies()
                .paths())
        .isEqualTo(paths("/home/ci/m/target/classes", "/repo/runtime.jar", "/repo/compile.jar"));
  }

  @Test
  void compileHasProvidedAndNoRuntime() {
    assertThat(new WorkerClassPath(project, WorkerClassPath.Scope.COMPILE).dependencies().paths())
        .isEqualTo(paths("/repo/provided.jar", "/repo/compile.jar"));
  }

  @Test
  void testHasAllAndTheTestClassesFirst() {
    assertThat(
            new WorkerClassPath(project, WorkerClassPath.Scope.TEST)
                .output()
                .dependencies()
                .paths())
        .isEqualTo(
            paths(
                "/home/ci/m/target/test-classes",
                "/home/ci/m/target/classes",
                "/repo/test.jar",
                "/repo/runtime.jar",
                "/repo/provided.jar",
                "/repo/compile.jar"));
  }

  @Test
  void whatIsNotThereIsKnownUnlessTheBuildMakesIt(@TempDir Path temp) throws Exception {
    String jar = Files.createFile(temp.resolve("x.jar")).toString();
    assertThat(
            new WorkerClassPath(project, WorkerClassPath.Scope.RUNTIME)
                .add(List.of(jar, temp.toString(), temp + "/y.jar", "libs/*.jar", "target/z.jar"))
                .missing(paths("/home/ci/m/target")))
        .containsExactly(temp.resolve("y.jar"), Path.of("/home/ci/m/libs/*.jar"));
  }

  @Test
  void elementsAreRelativeToTheModuleAndEachStandsOnce() {
    assertThat(
            new WorkerClassPath(project, WorkerClassPath.Scope.RUNTIME)
                .output()
                .add(List.of("lib/x.jar", "/repo/y.jar", "./lib/x.jar", "target/classes"))
                .paths())
        .isEqualTo(paths("/home/ci/m/target/classes", "/home/ci/m/lib/x.jar", "/repo/y.jar"));
  }
}
