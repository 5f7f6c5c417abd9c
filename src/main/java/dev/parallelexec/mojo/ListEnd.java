package dev.parallelexec.mojo;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.report.ListReport;
import dev.parallelexec.report.Verdict;
import java.io.IOException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** The end of a task list, the same for every mode: reports, the result property, the verdict. */
final class ListEnd {
  private final Running list;
  private final ListReport report;
  private final Aftermath aftermath;
  private final Goal goal;
  private final BuildSession build;

  /**
   * What is asked of the end.
   *
   * @param failures whether tasks that did not pass fail the module
   * @param end what else
   * @param reduced whether there is a reducer
   * @param origin where the tasks come from, as a phrase
   */
  record Aftermath(FailurePolicy failures, ListRequest.End end, boolean reduced, String origin) {}

  ListEnd(Running list, Aftermath aftermath, Goal goal, BuildSession build) {
    this.list = list;
    this.report = list.report();
    this.aftermath = aftermath;
    this.goal = goal;
    this.build = build;
  }

  /** How the tasks are waited for. */
  interface Wait {
    ListResult result() throws EngineException, InterruptedException;
  }

  /**
   * Waits, reports and passes the verdict.
   *
   * @param judged false where the user cancelled the list, which fails nothing
   */
  void after(Wait wait, boolean judged) throws MojoExecutionException, MojoFailureException {
    // Not a resource of the try: what was known is to be written with the reason, before it closes.
    try {
      report.awaited();
      ListResult result = wait.result();
      list.ended(result, mistaken(result));
      finish(result);
      String property = aftermath.end.resultProperty();
      if (!property.isEmpty()) {
        String value = aftermath.reduced ? result.value() : report.resultsJson();
        goal.project.getProperties().setProperty(property, value);
      }
      if (judged && result.tasks() == 0) {
        noTasks();
      }
      if (judged && !result.good() && aftermath.failures != FailurePolicy.FAIL_NEVER) {
        throw new MojoFailureException(Verdict.text(result, report.resultsPath()));
      }
    } catch (EngineException e) {
      String message = String.valueOf(e.getMessage());
      report.finishStopped(message.lines().findFirst().orElse("broken"));
      throw new MojoExecutionException(message, e);
    } catch (InterruptedException e) {
      report.finishStopped("interrupted");
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("The build was interrupted while tasks were running.", e);
    } catch (IOException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
    } finally {
      list.close();
      build.ended(list);
      build.holdWhileStopping();
    }
  }

  /** Whether it is an error that there are no tasks: then nobody knows which of them are gone. */
  private boolean mistaken(ListResult result) {
    return result.tasks() == 0 && aftermath.end.noTasks() == ListRequest.NoTasks.FAIL;
  }

  /** What cannot be written must not hide what is wrong with the tasks. */
  private void finish(ListResult result) throws IOException {
    try {
      report.finish(result);
    } catch (IOException e) {
      if (result.good()) {
        throw e;
      }
      throw new IOException(Verdict.text(result, "") + ". " + e.getMessage(), e);
    }
  }

  private void noTasks() throws MojoFailureException {
    String sentence = "There are no tasks: " + aftermath.origin;
    switch (aftermath.end.noTasks()) {
      case WARN -> goal.getLog().warn(sentence);
      case FAIL -> throw new MojoFailureException(sentence + " (noTasks is fail)");
      case IGNORE -> goal.getLog().debug(sentence);
    }
  }
}
