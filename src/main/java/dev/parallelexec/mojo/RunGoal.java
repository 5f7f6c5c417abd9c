package dev.parallelexec.mojo;

import dev.parallelexec.history.Claimed;
import dev.parallelexec.history.OneWriter;
import dev.parallelexec.history.Roots;
import dev.parallelexec.jvm.ClassFiles;
import dev.parallelexec.plan.DeclaredOutputs;
import dev.parallelexec.plan.Plan;
import dev.parallelexec.plan.Problems;
import dev.parallelexec.process.Machine;
import dev.parallelexec.process.Nesting;
import dev.parallelexec.task.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.toolchain.ToolchainManager;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.jspecify.annotations.Nullable;

/** A goal that runs tasks: it converts its parameters, runs the list, passes the verdict. */
@SuppressWarnings("NullAway.Init") // Maven fills them
abstract class RunGoal extends ListGoal {
  @Inject ToolchainManager toolchains;

  /** The mode as the POM says it; null where it does not. */
  abstract @Nullable String configuredMode();

  /** The goal's own mode; null where it is a parameter. */
  abstract @Nullable Mode fixedMode();

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    Problems problems = new Problems();
    if (skipped(problems)) {
      return;
    }
    Nesting nesting = Nesting.here();
    refuseTooDeep(nesting);
    BuildSession build = BuildSession.of(session, getLog());
    collectEarlier(build);
    ListRequest.Planned planned =
        planned(problems, nesting, reports -> build.times(project, reports), build.claimed());
    ListExecution list = assembled(build, planned, problems);
    if (!problems.isEmpty()) {
      planned.history().forget();
    }
    refuse(problems);
    if (nesting.nested() && build.firstTime("nested")) {
      getLog()
          .info(
              "A task of another build started this one: its share is %d of %d processors, and it has no more workers than that"
                  .formatted(nesting.cpus(), Machine.cpus()));
    }
    Objects.requireNonNull(list, "nothing is wrong").run();
  }

  /**
   * The list with all that it needs, of which the workers are being made ready while what is called
   * is looked up; null where something is wrong.
   */
  private @Nullable ListExecution assembled(
      BuildSession build, ListRequest.Planned planned, Problems problems)
      throws MojoExecutionException {
    SpecAssembly assembly = new SpecAssembly(this, planned.pool());
    List<Path> classPath;
    try {
      classPath = assembly.classPath();
    } catch (MojoExecutionException e) {
      if (problems.isEmpty()) {
        throw e;
      }
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
    for (Path missing : assembly.missing()) {
      if (build.firstTime("missing " + missing)) {
        getLog()
            .warn(
                "additionalClasspathElements: %s is neither a file nor a directory%s"
                    .formatted(
                        missing,
                        missing.toString().contains("*") ? "; patterns mean nothing here" : ""));
      }
    }
    ListExecution list = null;
    if (problems.isEmpty()) {
      list = new ListExecution(this, build, planned, assembly.spec(classPath));
      list.prepare();
    }
    look(planned, classPath, problems);
    return list;
  }

  /**
   * A forked lifecycle may come by a second time: the same files cannot be written by two lists.
   */
  private void collectEarlier(BuildSession build)
      throws MojoExecutionException, MojoFailureException {
    if (build.pending().isEmpty()) {
      return;
    }
    String id = mojoExecution.getExecutionId();
    for (PendingList earlier : build.pending().take(project, id::equals)) {
      earlier.collect(Duration.ZERO);
    }
  }

  /** Looks whether what is called is on the class path. */
  private void look(ListRequest.Planned planned, List<Path> classPath, Problems problems) {
    try (ClassFiles files = new ClassFiles(classPath)) {
      Path output = basedir().resolve(project.getBuild().getOutputDirectory());
      planned.check(new CallCheck(files, output, problems));
    } catch (IOException e) {
      getLog().debug("The class path was left open: " + e);
    }
  }

  private void refuseTooDeep(Nesting nesting) throws MojoExecutionException {
    if (nesting.depth() > Nesting.DEEPEST) {
      throw new MojoExecutionException(
          "parallel-exec:%s (%s): this build was started by a task of a build, and so on, %d times; more than %d are not allowed. If a task runs the POM that it stands in, have it run another one, or leave this execution out there with -Dparallel-exec.skip"
              .formatted(
                  mojoExecution.getGoal(),
                  mojoExecution.getExecutionId(),
                  nesting.depth(),
                  Nesting.DEEPEST));
    }
  }

  /** Files that the task lists of this module write, by absolute path, reports among them. */
  final Predicate<Path> outputs(ListRequest list) {
    ExpressionEvaluator evaluator = new PluginParameterExpressionEvaluator(session, mojoExecution);
    List<String> templates =
        OutputsOfModule.of(project, mojoExecution.getPlugin().getKey(), evaluator);
    templates.addAll(PoolConversion.list(outputs));
    Path reports = list.console().directory().getParent();
    return new DeclaredOutputs(
        basedir(), templates, reports == null ? List.of() : List.of(reports));
  }

  /** What this list is called in the build, each time it runs. */
  final String name() {
    return String.join(
        " ", project.getId(), mojoExecution.getGoal(), mojoExecution.getExecutionId());
  }

  /**
   * Looks at everything, so that all that is wrong is told at once; changes nothing.
   *
   * @param times where is kept how long the tasks took, by the directory of their reports
   * @param claimed told what the tasks write
   */
  final ListRequest.Planned planned(
      Problems problems, Nesting nesting, UnaryOperator<Path> times, Claimed claimed) {
    List<String> written = WrittenElements.of(project, mojoExecution);
    checkNames(problems, written);
    ExpressionEvaluator evaluator = new PluginParameterExpressionEvaluator(session, mojoExecution);
    Jdk jdk =
        new Jdk(
            toolchains,
            session,
            (parameter, value, wrong) -> problems.add(parameter + ": '" + value + "': " + wrong));
    PoolConversion pool = new PoolConversion(this, problems, nesting);
    ListRequest list =
        new ListConversion(this, problems).request(written, pool.properties(false), evaluator);
    OneWriter writers = new OneWriter(Roots.of(basedir(), Map.of()), claimed, name());
    ListHistory history =
        ListHistory.begin(this, list, writers, times.apply(list.console().directory()));
    PoolRequest workers = pool.request(PoolConversion.text(killGrace), jdk, evaluator);
    String stranger =
        list.tasks().sourceless() ? NamedExecution.unknown(project, mojoExecution) : null;
    if (stranger != null) {
      problems.add(stranger);
    }
    // That there is no source is no news then.
    Plan plan = Plan.of(list.tasks(), stranger == null ? problems : new Problems());
    if (list.tasks().incremental() && !list.tasks().selection().repeats()) {
      plan = plan.checked(problems, writers::add);
      if (plan.size() >= 0) {
        writers.complete();
      }
    }
    return new ListRequest.Planned(list, workers, plan, history);
  }
}
