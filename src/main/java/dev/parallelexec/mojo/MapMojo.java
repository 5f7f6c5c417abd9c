package dev.parallelexec.mojo;

import dev.parallelexec.task.Mode;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the tasks over the workers and ends when all are done; their results stand in the order
 * of the items.
 */
@Mojo(
    name = "map",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class MapMojo extends RunGoal {
  /**
   * The mode of this goal is <code>map</code>; another one is a wrong configuration, except on the
   * command line, where <code>-Dparallel-exec.mode</code> changes it for one run.
   */
  @Parameter @Nullable String mode;

  @Override
  @Nullable String configuredMode() {
    return mode;
  }

  @Override
  Mode fixedMode() {
    return Mode.MAP;
  }
}
