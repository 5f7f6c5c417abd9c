package dev.parallelexec.mojo;

import dev.parallelexec.plan.Plan;
import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Fired;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.process.ListOptions;
import dev.parallelexec.process.ListOptions.Bounds;
import dev.parallelexec.process.LocalWorkers;
import dev.parallelexec.process.WorkerSpec;
import dev.parallelexec.report.ListHead;
import dev.parallelexec.report.ListReport;
import dev.parallelexec.report.ReportOptions;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** One execution of a running goal, whose configuration is right. */
final class ListExecution {
  private final RunGoal goal;
  private final BuildSession build;
  private final ListRequest list;
  private final PoolRequest workers;
  private final Plan plan;

  ListExecution(RunGoal goal, BuildSession build, ListRequest.Planned planned) {
    this.goal = goal;
    this.build = build;
    this.list = planned.list();
    this.workers = planned.pool();
    this.plan = planned.plan();
  }

  void run() throws MojoExecutionException, MojoFailureException {
    String id = goal.execution.getExecutionId();
    // A forked lifecycle may come by a second time: the same files cannot be written by two lists.
    for (PendingList earlier : build.pending().take(goal.project, id::equals)) {
      earlier.collect(Duration.ZERO);
    }
    WorkerSpec spec = new SpecAssembly(goal, workers).spec();
    if (list.items() != null) {
      ListRequest.Items items = list.items();
      items.worker().startBy(() -> build.workers().items(spec, items.function()));
    }
    ListReport report = ListReport.open(head(), reportOptions(), MavenConsole.of(goal.getLog()));
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
      case MAP -> end.after(() -> waited(spec, report), true);
      case APPLY -> end.after(() -> waited(spec, report), true);
      case ASYNC -> fire(spec, report, end);
    }
  }

  private ListResult waited(WorkerSpec spec, ListReport report)
      throws EngineException, InterruptedException {
    TaskSource tasks = new PlannedTasks(plan.open());
    Pool pool = pool(spec, report, tasks);
    return list.mode() == Mode.APPLY ? pool.apply(tasks) : pool.map(tasks);
  }

  private void fire(WorkerSpec spec, ListReport report, ListEnd end)
      throws MojoExecutionException, MojoFailureException {
    Fired fired = null;
    try {
      TaskSource tasks = new PlannedTasks(plan.open());
      String name = "parallel-exec-" + goal.execution.getExecutionId();
      fired = pool(spec, report, tasks).async(tasks, name);
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
  private Pool pool(WorkerSpec spec, ListReport report, TaskSource tasks) throws EngineException {
    Engine engine = null;
    try {
      LocalWorkers local = build.workers();
      engine = local.open(spec, options(), report);
    } finally {
      if (engine == null) {
        tasks.close();
      }
    }
    return new Pool(engine, list.policy(), report);
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
        ? new Bounds(asked.workers(), asked.maxTasksPerWorker(), 1, asked.maxMemory())
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
    return new ReportOptions(list.console().directory(), goal.basedir(), list.console().output());
  }
}
