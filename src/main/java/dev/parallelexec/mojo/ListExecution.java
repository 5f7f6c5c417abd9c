package dev.parallelexec.mojo;

import dev.parallelexec.plan.Plan;
import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Fired;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Past;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.Supply;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.process.ListOptions;
import dev.parallelexec.process.ListOptions.Bounds;
import dev.parallelexec.process.WorkerSpec;
import dev.parallelexec.report.Ci;
import dev.parallelexec.report.Console;
import dev.parallelexec.report.DryRun;
import dev.parallelexec.report.LastTimes;
import dev.parallelexec.report.ListHead;
import dev.parallelexec.report.ListReport;
import dev.parallelexec.report.ReportOptions;
import dev.parallelexec.report.View;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Mode;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/** One execution of a running goal, whose configuration is right. */
final class ListExecution {
  private final RunGoal goal;
  private final BuildSession build;
  private final ListRequest list;
  private final PoolRequest workers;
  private final Plan plan;
  private final WorkerSpec spec;
  private final LastTimes times;

  ListExecution(RunGoal goal, BuildSession build, ListRequest.Planned planned, WorkerSpec spec) {
    this.spec = spec;
    this.goal = goal;
    this.build = build;
    this.list = planned.list();
    this.workers = planned.pool();
    this.times = LastTimes.read(build.times(goal.project, list.console().directory()));
    this.plan = ordered(planned.plan());
  }

  /**
   * Tasks that took long go first, so that none is left when the others have ended. Not where they
   * run one after another: there the order of the list is what people count on, and no other is
   * quicker.
   */
  private Plan ordered(Plan asWritten) {
    boolean reorder = list.mode() != Mode.APPLY && workers.bounds().workers() > 1;
    return reorder && !list.end().dryRun() ? asWritten.longestFirst(times.nanos()) : asWritten;
  }

  void run() throws MojoExecutionException, MojoFailureException {
    String id = goal.execution.getExecutionId();
    // A forked lifecycle may come by a second time: the same files cannot be written by two lists.
    for (PendingList earlier : build.pending().take(goal.project, id::equals)) {
      earlier.collect(Duration.ZERO);
    }
    if (list.items() != null) {
      ListRequest.Items items = list.items();
      items.worker().startBy(() -> build.workers().items(spec, items.function()));
    }
    if (list.end().dryRun()) {
      dryRun();
      return;
    }
    Ahead ahead = Ahead.of(build, spec);
    ListReport report = ListReport.open(head(), reportOptions(), console());
    build.running(report);
    ListEnd end =
        new ListEnd(
            report,
            new ListEnd.Aftermath(
                list.policy().failures(),
                list.end(),
                list.policy().reducer() != null,
                plan.origin()),
            goal,
            build);
    switch (list.mode()) {
      case MAP -> end.after(() -> waited(report, ahead), true);
      case APPLY -> end.after(() -> waited(report, ahead), true);
      case ASYNC -> fire(report, ahead, end);
    }
  }

  /** Pulls the tasks, and tells of them. */
  private void dryRun() throws MojoExecutionException {
    try (TaskSource tasks = new PlannedTasks(plan.open());
        DryRun told = new DryRun(head(), reportOptions(), console())) {
      for (Task task = tasks.next(); task != null; task = tasks.next()) {
        told.task(task);
      }
    } catch (EngineException | IOException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("The build was interrupted during a dry run", e);
    }
  }

  private ListResult waited(ListReport report, Ahead ahead)
      throws EngineException, InterruptedException {
    TaskSource tasks = new PlannedTasks(plan.open());
    Pool pool = pool(report, ahead, tasks);
    return list.mode() == Mode.APPLY ? pool.apply(tasks) : pool.map(tasks);
  }

  private void fire(ListReport report, Ahead ahead, ListEnd end)
      throws MojoExecutionException, MojoFailureException {
    Fired fired = null;
    try {
      TaskSource tasks = new PlannedTasks(plan.open());
      String name = "parallel-exec-" + goal.execution.getExecutionId();
      fired = pool(report, ahead, tasks).async(tasks, name);
    } catch (EngineException e) {
      end.after(
          () -> {
            throw e;
          },
          true);
    }
    if (fired != null) {
      build.pending().add(new FiredList(goal.project, goal.execution, fired, end, goal.getLog()));
    }
  }

  /** The pool owns its engine; where there is none, nobody else closes the tasks. */
  private Pool pool(ListReport report, Ahead ahead, TaskSource tasks) throws EngineException {
    Engine engine = null;
    try {
      Ahead.Ready ready = ahead.ready();
      engine = ready.workers().open(ready.base(), options(), report);
    } finally {
      if (engine == null) {
        tasks.close();
      }
    }
    return new Pool(engine, list.policy(), report, Past.NONE, supply());
  }

  /** What tasks get slots and locks from; null where none claims more than every task has. */
  private @Nullable Supply supply() {
    String name =
        "the execution " + goal.execution.getExecutionId() + " of " + goal.project.getArtifactId();
    return plan.contends()
        ? new Supply(name, bounds().tasks(), build.locks(), list.console().view().slowAfter())
        : null;
  }

  private ListOptions options() {
    return new ListOptions(
        bounds(),
        workers.killGrace(),
        list.mode() == Mode.ASYNC,
        calls(),
        list.policy().reducer() != null,
        list.console().directory());
  }

  /** Under fail-fast nothing is sent ahead, because what was sent could start after a failure. */
  private Bounds bounds() {
    Bounds asked = workers.bounds();
    return list.policy().failures() == FailurePolicy.FAIL_FAST
        ? new Bounds(
            asked.workers(), asked.threads(), asked.maxTasksPerWorker(), 1, asked.maxMemory())
        : asked;
  }

  /**
   * All that workers look up before the first task: a reducer, too, for whose name nobody waits.
   */
  private List<Call> calls() {
    List<Call> calls = new ArrayList<>(plan.calls());
    if (list.policy().reducer() != null) {
      calls.add(list.policy().reducer());
    }
    return calls;
  }

  private ListHead head() {
    return new ListHead(
        new ListHead.Build(goal.project.getArtifactId(), build.run()),
        goal.execution.getExecutionId(),
        list.mode(),
        workers.bounds().workers(),
        plan.size(),
        workers.jvm().java() == null ? "" : workers.jvm().java().version(),
        prefix(),
        Instant.now());
  }

  /** Which list a line belongs to, where several may print at once. */
  private String prefix() {
    boolean several =
        goal.session.isParallel() || goal.session.getRequest().getDegreeOfConcurrency() > 1;
    return several
        ? "[" + goal.project.getArtifactId() + " " + goal.execution.getExecutionId() + "] "
        : "";
  }

  private ReportOptions reportOptions() {
    ListRequest.Reports asked = list.console();
    String again = new CommandLine(goal.session, goal.project, goal.execution).text();
    View view = new View(asked.view().progress(), asked.view().slowAfter(), again, ci());
    return new ReportOptions(asked.directory(), goal.basedir(), asked.output(), view, times);
  }

  private Ci ci() {
    Map<String, String> environment = System.getenv();
    String workspace = environment.get("GITHUB_WORKSPACE");
    String summary = environment.get("GITHUB_STEP_SUMMARY");
    List<String> sources = new ArrayList<>(goal.project.getCompileSourceRoots());
    sources.addAll(goal.project.getTestCompileSourceRoots());
    return new Ci(
        list.console().ci().in(environment),
        workspace == null ? goal.basedir() : Path.of(workspace),
        sources.stream().map(root -> goal.basedir().resolve(root)).toList(),
        summary == null || summary.isEmpty() ? null : Path.of(summary),
        build.annotations());
  }

  private Console console() {
    Foothold foothold = Foothold.of(goal.session, goal.getLog());
    boolean footed = foothold.holds(list.console().view().progress());
    return MavenConsole.of(goal.getLog(), build.bottom(), footed);
  }
}
