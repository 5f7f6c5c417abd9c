package dev.parallelexec.mojo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.execution.BuildSummary;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenExecutionResult;
import org.apache.maven.lifecycle.LifecycleExecutionException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/**
 * What the ends of modules, forks and the build mean for fired lists: nothing fired is forgotten.
 * What nobody collected is collected at the end of its module, and its failure fails that module
 * alone.
 */
final class SessionEnds implements SessionListener.Ends {
  private record Failed(MavenProject project, LifecycleExecutionException exception) {}

  private final PendingLists pending;
  private final Runnable moduleEnd;
  private final Runnable end;
  private final List<Failed> failures = new ArrayList<>();

  /**
   * Over the lists of one session.
   *
   * @param moduleEnd run behind the lists of each module
   * @param end run once, when the session has ended
   */
  SessionEnds(PendingLists pending, Runnable moduleEnd, Runnable end) {
    this.pending = pending;
    this.moduleEnd = moduleEnd;
    this.end = end;
  }

  @Override
  public void projectSucceeded(ExecutionEvent event) {
    List<Failed> failed = collect(pending.take(event.getProject(), id -> true));
    moduleEnd.run();
    failFirst(failed);
  }

  @Override
  public void projectFailed(ExecutionEvent event) {
    cancel(pending.take(event.getProject(), id -> true), "its module failed");
    moduleEnd.run();
  }

  @Override
  public void forkStarted(ExecutionEvent event) {
    pending.forkStarted(event.getProject());
  }

  @Override
  public void forkSucceeded(ExecutionEvent event) {
    failFirst(collect(pending.forkEnded(event.getProject())));
  }

  @Override
  public void forkFailed(ExecutionEvent event) {
    cancel(pending.forkEnded(event.getProject()), "its module failed");
  }

  /**
   * The last chance: Maven 4's concurrent builder swallows what the end of a module throws, so a
   * failure that the build does not know yet is written into its result.
   */
  @Override
  public void sessionEnded(ExecutionEvent event) {
    try {
      MavenExecutionResult result = event.getSession().getResult();
      List<PendingList> rest = pending.takeAll();
      if (result.hasExceptions()) {
        cancel(rest, "the build failed");
      } else {
        collect(rest);
      }
      for (Failed failed : recorded()) {
        if (result.getExceptions().stream().noneMatch(known -> causes(known, failed.exception))) {
          result.addException(failed.exception);
          result.addBuildSummary(
              new BuildFailure(failed.project, millis(result, failed.project), failed.exception));
        }
      }
    } finally {
      end.run();
    }
  }

  private synchronized List<Failed> recorded() {
    return List.copyOf(failures);
  }

  private static long millis(MavenExecutionResult result, MavenProject project) {
    BuildSummary summary = result.getBuildSummary(project);
    return summary == null ? 0 : summary.getTime();
  }

  private static boolean causes(Throwable known, Throwable failure) {
    for (Throwable at = known; at != null; at = at.getCause()) {
      if (at == failure) {
        return true;
      }
    }
    return false;
  }

  /** All of them, even where one fails. */
  private List<Failed> collect(List<PendingList> lists) {
    List<Failed> failed = new ArrayList<>();
    for (PendingList list : lists) {
      try {
        list.collect(Duration.ZERO);
      } catch (MojoExecutionException | MojoFailureException e) {
        failed.add(
            new Failed(
                list.project(),
                new LifecycleExecutionException(list.execution(), list.project(), e)));
      }
    }
    synchronized (this) {
      failures.addAll(failed);
    }
    return failed;
  }

  private static void cancel(List<PendingList> lists, String reason) {
    lists.forEach(list -> list.cancel(reason));
  }

  private static void failFirst(List<Failed> failed) {
    if (!failed.isEmpty()) {
      SessionEnds.<RuntimeException>raise(failed.get(0).exception);
    }
  }

  /**
   * Throws what a listener may not declare. It has to be this exception: after a RuntimeException
   * Maven stops the whole reactor, after this one only the module has failed.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> void raise(Exception exception) throws E {
    throw (E) exception;
  }
}
