package dev.parallelexec.mojo;

import dev.parallelexec.history.Resume;
import dev.parallelexec.jvm.Archives;
import dev.parallelexec.plan.Ids;
import dev.parallelexec.plan.Problems;
import dev.parallelexec.plan.Request;
import dev.parallelexec.plan.Selection;
import dev.parallelexec.plan.Values;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.report.CiFormat;
import dev.parallelexec.report.OutputKind;
import dev.parallelexec.report.ProgressKind;
import dev.parallelexec.report.View;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Mode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenExecutionRequest;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.jspecify.annotations.Nullable;

/** From all parameters of a running goal to a {@link ListRequest}; what is wrong is a problem. */
final class ListConversion {
  private final RunGoal goal;
  private final Problems problems;
  private final Values values;

  ListConversion(RunGoal goal, Problems problems) {
    this.goal = goal;
    this.problems = problems;
    this.values = new Values(problems);
  }

  /**
   * The list.
   *
   * @param written the names of the elements in the POM
   * @param properties system properties of the tasks, as templates
   */
  ListRequest request(
      List<String> written, Map<String, String> properties, ExpressionEvaluator evaluator) {
    ListRequest.Items items = items();
    Selection selection =
        Selection.of(
            goal.typed("taskFilter", goal.taskFilter),
            goal.typed("partition", goal.partition),
            goal.typed("repeat", goal.repeat),
            goal.basedir(),
            problems);
    TaskConversion tasks = new TaskConversion(goal, problems, evaluator);
    Request request =
        new Request(
            tasks.call(written),
            tasks.sources(written, items == null ? null : items.worker()),
            tasks.tasks(),
            limits(),
            properties,
            tasks.claims(),
            selection);
    return new ListRequest(mode(), request, items, policy(selection), reports(), end(), earlier());
  }

  private Mode mode() {
    Mode fixed = goal.fixedMode();
    String configured = PoolConversion.text(goal.configuredMode());
    Mode own = values.choice("mode", configured, fixed == null ? Mode.MAP : fixed);
    if (fixed != null && own != fixed) {
      problems.add(
          "mode: '"
              + own.label()
              + "' contradicts the goal "
              + fixed.label()
              + "; leave mode out, or use the goal "
              + own.label());
    }
    return values.choice("parallel-exec.mode", goal.userProperty("mode"), own);
  }

  private ListRequest.@Nullable Items items() {
    String text = PoolConversion.text(goal.itemsFunction);
    return text == null
        ? null
        : new ListRequest.Items(values.function("itemsFunction", text), new ItemWorker());
  }

  private Limits limits() {
    return new Limits(
        values.duration("timeout", PoolConversion.text(goal.timeout)),
        values.count("retries", PoolConversion.text(goal.retries), 0, 0),
        values.outcomes("retryOn", PoolConversion.text(goal.retryOn)),
        values.duration("retryDelay", PoolConversion.text(goal.retryDelay)),
        values.bool("idempotent", PoolConversion.text(goal.idempotent), true));
  }

  private Pool.Policy policy(Selection selection) {
    FailurePolicy failures =
        values.choice(
            "failurePolicy", PoolConversion.text(goal.failurePolicy), FailurePolicy.FAIL_AT_END);
    boolean never =
        MavenExecutionRequest.REACTOR_FAIL_NEVER.equals(
            goal.session.getRequest().getReactorFailureBehavior());
    String reducer = PoolConversion.text(goal.reducer);
    Call call = reducer == null ? null : values.function("reducer", reducer);
    // Results of a part are not what a reducer is meant for.
    call = selection.isAll() ? call : null;
    return new Pool.Policy(
        never ? FailurePolicy.FAIL_NEVER : failures,
        values.duration("totalTimeout", PoolConversion.text(goal.totalTimeout)),
        call,
        values.choice("leaks", PoolConversion.text(goal.leaks), Leaks.WARN));
  }

  private ListRequest.Reports reports() {
    String written = PoolConversion.text(goal.reportsDirectory);
    Path all =
        goal.basedir()
            .resolve(
                written == null
                    ? goal.project.getBuild().getDirectory() + "/parallel-exec"
                    : written)
            .normalize();
    return new ListRequest.Reports(
        values.choice("output", PoolConversion.text(goal.output), OutputKind.AUTO),
        all.resolve(Ids.safeName(goal.mojoExecution.getExecutionId())),
        view(),
        values.choice("ciFormat", PoolConversion.text(goal.ciFormat), CiFormat.AUTO));
  }

  private View view() {
    ProgressKind progress =
        values.choice("progress", PoolConversion.text(goal.progress), ProgressKind.AUTO);
    Duration slowAfter = values.duration("slowAfter", PoolConversion.text(goal.slowAfter));
    return new View(progress, slowAfter, View.Commands.NONE);
  }

  private ListRequest.End end() {
    String property = PoolConversion.text(goal.resultProperty);
    return new ListRequest.End(
        values.choice("noTasks", PoolConversion.text(goal.noTasks), ListRequest.NoTasks.WARN),
        property == null ? "" : property,
        values.bool("dryRun", goal.typed("dryRun", goal.dryRun), false));
  }

  private ListRequest.Earlier earlier() {
    return new ListRequest.Earlier(
        values.choice("resume", goal.typed("resume", goal.resume), Resume.NONE),
        values.bool("force", goal.typed("force", goal.force), false),
        cache(PoolConversion.text(goal.cache)));
  }

  /** {@code off}, {@code user} for the user's cache directory, or a directory. */
  private @Nullable Path cache(@Nullable String text) {
    if (text == null || text.equals("off")) {
      return null;
    }
    if (text.equals("user")) {
      return Archives.usersDirectory().resolveSibling("outputs");
    }
    String home = System.getProperty("user.home", "");
    try {
      Path path = text.startsWith("~/") ? Path.of(home, text.substring(2)) : Path.of(text);
      Path directory = goal.basedir().resolve(path).normalize();
      Path there = directory;
      while (there != null && !Files.exists(there)) {
        there = there.getParent();
      }
      if (there != null && !Files.isDirectory(there)) {
        problems.add("cache", text, "off, user, or a directory, and " + there + " is a file");
      }
      return directory;
    } catch (InvalidPathException e) {
      problems.add("cache", text, "off, user, or a directory");
      return null;
    }
  }
}
