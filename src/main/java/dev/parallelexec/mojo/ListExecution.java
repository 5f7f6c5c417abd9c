package dev.parallelexec.mojo;

import dev.parallelexec.history.History;
import dev.parallelexec.plan.Plan;
import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Fired;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
  private final ListHistory earlier;
  private final Predicate<Path> outputs;

  /** Null before it is begun. */
  private @Nullable Ahead ahead;

  ListExecution(RunGoal goal, BuildSession build, ListRequest.Planned planned, WorkerSpec spec) {
    this.spec = spec;
    this.goal = goal;
    this.build = build;
    this.list = planned.list();
    this.workers = planned.pool();
    this.outputs = goal.outputs(list);
    this.earlier = planned.history();
    this.times = earlier.times();
    this.plan = ordered(planned.plan());
    earlier.around(spec, workers, outputs);
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

  /**
   * Begins to make ready what the workers need, where it is sure already that a task will run. Not
   * yet on other machines: that costs their owners something, and what the list calls may be wrong.
   */
  void prepare() {
    boolean tasks = !list.tasks().incremental() && plan.size() != 0 && !list.end().dryRun();
    if (tasks && workers.engine() == null) {
      ahead = ahead();
    }
  }

  void run() throws MojoExecutionException, MojoFailureException {
    if (list.items() != null) {
      ListRequest.Items items = list.items();
      items.worker().startBy(() -> build.workers().items(spec, items.function()));
    }
    if (list.end().dryRun()) {
      dryRun();
      return;
    }
    // Where nothing may have to run it is not begun before something has to.
    boolean idle = list.tasks().incremental() || plan.size() == 0;
    Ahead begun = ahead != null || idle ? ahead : ahead();
    ListReport report = ListReport.open(head(), reportOptions(), console());
    Running running =
        new Running(report, earlier.open(report::notice), new PlannedTasks(plan.open()));
    build.running(running);
    ListEnd end =
        new ListEnd(
            running,
            new ListEnd.Aftermath(
                list.policy().failures(),
                list.end(),
                list.policy().reducer() != null,
                plan.origin()),
            goal,
            build);
    switch (list.mode()) {
      case MAP -> end.after(() -> pool(running, begun).map(running.tasks()), true);
      case APPLY -> end.after(() -> pool(running, begun).apply(running.tasks()), true);
      case ASYNC -> fire(running, begun, end);
    }
  }

  /** Pulls the tasks, and tells of them. */
  private void dryRun() throws MojoExecutionException {
    try (TaskSource tasks = new PlannedTasks(plan.open());
        History history = earlier.open(goal.getLog()::info);
        DryRun told = new DryRun(head(), reportOptions(), console())) {
      for (Task task = tasks.next(); task != null; task = tasks.next()) {
        told.task(task, repeats() ? "repeat runs it whatever is known of it" : history.why(task));
      }
    } catch (EngineException | IOException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("The build was interrupted during a dry run", e);
    }
  }

  private void fire(Running running, @Nullable Ahead begun, ListEnd end) {
    String name = "parallel-exec-" + goal.mojoExecution.getExecutionId();
    Fired fired = pool(running, begun).async(running.tasks(), name);
    build.pending().add(new FiredList(goal.project, goal.mojoExecution, fired, end, goal.getLog()));
  }

  private Ahead ahead() {
    return Ahead.of(() -> build.workers(goal, workers.engine()), spec, outputs);
  }

  private boolean repeats() {
    return list.tasks().selection().repeats();
  }

  private Pool pool(Running running, @Nullable Ahead begun) {
    Engine engine =
        new LateEngine(
            () -> {
              Ahead.Ready ready = (begun == null ? ahead() : begun).ready();
              return ready.workers().open(ready.base(), options(), running.report());
            });
    Past past = repeats() ? Past.NONE : running.history();
    return new Pool(engine, list.policy(), running.report(), past, supply());
  }

  /** What tasks get slots and locks from; null where none claims more than every task has. */
  private @Nullable Supply supply() {
    String name =
        "the execution "
            + goal.mojoExecution.getExecutionId()
            + " of "
            + goal.project.getArtifactId();
    return plan.contends()
        ? new Supply(name, bounds().tasks(), build.locks(), list.console().view().slowAfter())
        : null;
  }

  private ListOptions options() {
    return new ListOptions(
        bounds().of(plan.size()),
        workers.killGrace(),
        list.mode() == Mode.ASYNC,
        calls(),
        list.policy().reducer() != null,
        goal.basedir(),
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
        goal.mojoExecution.getExecutionId(),
        list.mode(),
        workers.bounds().workers(),
        plan.size(),
        java(),
        prefix(),
        Instant.now());
  }

  /** The workers' JDK, and the engine where that is not this machine's. */
  private String java() {
    String version = workers.jvm().java() == null ? "" : workers.jvm().java().version();
    return workers.engine() == null ? version : version + ", " + workers.engine().kind().name();
  }

  /** Which list a line belongs to, where several may print at once. */
  private String prefix() {
    boolean several =
        goal.session.isParallel() || goal.session.getRequest().getDegreeOfConcurrency() > 1;
    return several
        ? "[" + goal.project.getArtifactId() + " " + goal.mojoExecution.getExecutionId() + "] "
        : "";
  }

  private ReportOptions reportOptions() {
    ListRequest.Reports asked = list.console();
    CommandLine again = new CommandLine(goal.session, goal.project, goal.mojoExecution);
    View view = new View(asked.view().progress(), asked.view().slowAfter(), again::commands, ci());
    return new ReportOptions(
        asked.directory(), goal.basedir(), asked.output(), view, build.pages(), times);
  }

  private Ci ci() {
    Map<String, String> environment = System.getenv();
    String workspace = environment.get("GITHUB_WORKSPACE");
    String summary = environment.get("GITHUB_STEP_SUMMARY");
    List<String> sources = new ArrayList<>(goal.project.getCompileSourceRoots());
    sources.addAll(goal.project.getTestCompileSourceRoots());
    List<Path> roots = new ArrayList<>();
    for (String source : sources) {
      roots.add(goal.basedir().resolve(source));
    }
    return new Ci(
        list.console().ci().in(environment),
        workspace == null ? goal.basedir() : Path.of(workspace),
        roots,
        summary == null || summary.isEmpty() ? null : Path.of(summary),
        build.annotations());
  }

  private Console console() {
    Foothold foothold = Foothold.of(goal.session, goal.getLog());
    boolean footed = foothold.holds(list.console().view().progress());
    return MavenConsole.of(goal.getLog(), build.bottom(), footed);
  }
}
