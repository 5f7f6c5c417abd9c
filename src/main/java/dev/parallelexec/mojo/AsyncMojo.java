package dev.parallelexec.mojo;

import dev.parallelexec.task.Mode;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Fires all tasks and returns at once; the build goes on while they run. In a later phase the goal
 * <code>collect</code> gathers the results; what is not collected is collected at the end of the
 * module.
 */
@Mojo(
    name = "async",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class AsyncMojo extends RunGoal {
  /**
   * The mode of this goal is <code>async</code>; another one is a wrong configuration, except on
   * the command line, where <code>-Dparallel-exec.mode</code> changes it for one run.
   */
  @Parameter @Nullable String mode;

  @Override
  @Nullable String configuredMode() {
    return mode;
  }

  @Override
  Mode fixedMode() {
    return Mode.ASYNC;
  }
}
