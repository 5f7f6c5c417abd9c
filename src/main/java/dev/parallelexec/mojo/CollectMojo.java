package dev.parallelexec.mojo;

import dev.parallelexec.plan.Problems;
import dev.parallelexec.plan.Values;
import java.time.Duration;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what <code>async</code> fired earlier in this module, reports it, and fails as <code>
 * map</code> would. Where nothing was fired it says so and does nothing.
 */
@Mojo(name = "collect", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, threadSafe = true)
public final class CollectMojo extends Goal {
  /**
   * The ids of the async executions of this module to wait for; default: all that are not collected
   * yet.
   */
  @Parameter(property = "parallel-exec.executions")
  @Nullable List<String> executions;

  /**
   * Time to wait, for all of them together: <code>30s</code>, <code>5m</code>, <code>PT30S</code>,
   * or seconds. What still runs then is cancelled, and the build fails. Default: none.
   */
  @Parameter(property = "parallel-exec.totalTimeout")
  @Nullable String totalTimeout;

  /** Ends them at once instead of waiting for them, which fails nothing. */
  @Parameter(property = "parallel-exec.cancel", defaultValue = "false")
  @Nullable String cancel;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    Problems problems = new Problems();
    if (skipped(problems)) {
      return;
    }
    checkNames(problems, WrittenElements.of(project, mojoExecution));
    Values values = new Values(problems);
    Duration limit = values.duration("totalTimeout", PoolConversion.text(totalTimeout));
    boolean ends = values.bool("cancel", PoolConversion.text(cancel), false);
    PendingLists pending = BuildSession.of(session, getLog()).pending();
    List<String> ids =
        PoolConversion.list(executions).stream()
            .map(String::trim)
            .filter(id -> !id.isEmpty())
            .toList();
    new AsyncExecutions(project, mojoExecution).check(ids, pending, problems);
    refuse(problems);

    List<PendingList> taken = pending.take(project, id -> ids.isEmpty() || ids.contains(id));
    tell(ids, taken, pending);
    if (ends) {
      taken.forEach(list -> list.cancel("cancelled by the goal collect"));
    } else {
      new Collection(limit).of(taken);
    }
  }

  private void tell(List<String> ids, List<PendingList> taken, PendingLists pending) {
    if (ids.isEmpty() && taken.isEmpty()) {
      getLog().info("Nothing to collect: no task list that this module fired is waiting");
    }
    for (String id : ids) {
      if (taken.stream().noneMatch(list -> list.execution().getExecutionId().equals(id))) {
        getLog()
            .info(
                pending.fired(project, id)
                    ? "Nothing to collect of execution " + id + ": it was collected before"
                    : "Nothing to collect of execution " + id + ": it did not fire in this run");
      }
    }
  }
}
