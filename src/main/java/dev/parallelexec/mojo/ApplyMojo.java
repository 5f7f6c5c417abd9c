package dev.parallelexec.mojo;

import dev.parallelexec.task.Mode;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Runs strictly one task after another, each in a worker; the next starts when the last has ended.
 */
@Mojo(
    name = "apply",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class ApplyMojo extends RunGoal {
  /**
   * The mode of this goal is <code>apply</code>; another one is a wrong configuration, except on
   * the command line, where <code>-Dparallel-exec.mode</code> changes it for one run.
   */
  @Parameter @Nullable String mode;

  @Override
  @Nullable String configuredMode() {
    return mode;
  }

  @Override
  Mode fixedMode() {
    return Mode.APPLY;
  }
}
