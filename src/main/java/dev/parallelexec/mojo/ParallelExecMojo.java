package dev.parallelexec.mojo;

import dev.parallelexec.task.Mode;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Runs a list of tasks in a bounded pool of worker processes, in one of three modes. */
@Mojo(
    name = "parallel-exec",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class ParallelExecMojo extends RunGoal {
  /**
   * How the tasks follow each other: <code>map</code> spreads them over the workers and waits,
   * <code>apply</code> runs one after another, <code>async</code> fires them and returns at once.
   * On the command line it wins over the POM.
   */
  @Parameter(property = "parallel-exec.mode", defaultValue = "map")
  @Nullable String mode;

  @Override
  @Nullable String configuredMode() {
    return mode;
  }

  @Override
  @Nullable Mode fixedMode() {
    return null;
  }
}
