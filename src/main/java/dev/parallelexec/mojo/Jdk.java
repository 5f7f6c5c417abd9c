package dev.parallelexec.mojo;

import dev.parallelexec.jvm.JavaRuntime;
import dev.parallelexec.jvm.UnusableJavaException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** Which JDK runs the workers: the one named, else a toolchain, else Maven's own. */
final class Jdk {
  /** The first Java that a worker runs on. */
  static final int OLDEST = 17;

  /** What is wrong with the parameter, for one line. */
  interface Problem {
    void found(String parameter, String value, String sentence);
  }

  private final ToolchainManager toolchains;
  private final MavenSession session;
  private final Problem problem;

  Jdk(ToolchainManager toolchains, MavenSession session, Problem problem) {
    this.toolchains = toolchains;
    this.session = session;
    this.problem = problem;
  }

  /** The JDK; null where there is none, and the problem was told. */
  @Nullable JavaRuntime find(
      @Nullable String jvm, @Nullable Map<String, String> requirements, Path basedir) {
    if (jvm != null) {
      return named(jvm, basedir);
    }
    Toolchain toolchain;
    String parameter = "jdkToolchain";
    String value;
    if (requirements == null || requirements.isEmpty()) {
      toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
      value = "of the build";
    } else {
      List<Toolchain> found = toolchains.getToolchains(session, "jdk", requirements);
      value = requirements.toString();
      if (found.isEmpty()) {
        problem.found(
            parameter,
            value,
            "no JDK in toolchains.xml has these properties; see mvn -X for those"
                + " that there are");
        return null;
      }
      toolchain = found.get(0);
    }
    if (toolchain == null) {
      Path java = Path.of(System.getProperty("java.home"), "bin", program());
      return looked("jvm", java.toString(), java);
    }
    String java = toolchain.findTool("java");
    if (java == null) {
      problem.found(parameter, value, "the toolchain " + toolchain + " has no java program");
      return null;
    }
    return looked(parameter, java, Path.of(java));
  }

  private @Nullable JavaRuntime named(String jvm, Path basedir) {
    Path java = basedir.resolve(jvm).normalize();
    if (Files.isDirectory(java)) {
      Path inside = java.resolve("bin").resolve(program());
      problem.found(
          "jvm",
          jvm,
          "a directory; the path of a java program is wanted"
              + (Files.exists(inside) ? ", as " + inside : ""));
      return null;
    }
    if (!Files.exists(java) && File.separatorChar == '\\') {
      java = java.resolveSibling(java.getFileName() + ".exe");
    }
    if (!Files.isExecutable(java)) {
      problem.found("jvm", jvm, "there is no program " + java);
      return null;
    }
    return looked("jvm", jvm, java);
  }

  private @Nullable JavaRuntime looked(String parameter, String value, Path java) {
    try {
      JavaRuntime runtime = JavaRuntime.of(java);
      if (runtime.feature() >= OLDEST) {
        return runtime;
      }
      problem.found(
          parameter,
          value,
          "Java "
              + runtime.version()
              + "; workers need Java "
              + OLDEST
              + " or newer, name one with jvm or jdkToolchain");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem.found(parameter, value, "the build was interrupted while it was looked at");
    } catch (UnusableJavaException e) {
      problem.found(parameter, value, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private static String program() {
    return File.separatorChar == '\\' ? "java.exe" : "java";
  }
}
