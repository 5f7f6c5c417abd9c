package dev.parallelexec.mojo;

import dev.parallelexec.history.Resume;
import dev.parallelexec.plan.Plan;
import dev.parallelexec.plan.Request;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.report.CiFormat;
import dev.parallelexec.report.OutputKind;
import dev.parallelexec.report.View;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Labelled;
import dev.parallelexec.task.Mode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The task list that an execution asks for; every value is right.
 *
 * @param mode how the tasks follow each other
 * @param tasks what the POM says about them
 * @param items the worker of {@code itemsFunction}; null without one
 * @param policy of the pool
 * @param console how much is shown, and where the files go
 * @param end what is asked of the end
 * @param earlier what is asked of earlier runs
 */
record ListRequest(
    Mode mode,
    Request tasks,
    @Nullable Items items,
    Pool.Policy policy,
    Reports console,
    End end,
    Earlier earlier) {

  /**
   * An {@code itemsFunction}.
   *
   * @param function what is called
   * @param worker which calls it
   */
  record Items(Call function, ItemWorker worker) {}

  /**
   * What people see.
   *
   * @param output of the tasks
   * @param directory of this execution's files
   * @param view of the list itself
   * @param ci which CI service reads along
   */
  record Reports(OutputKind output, Path directory, View view, CiFormat ci) {}

  /**
   * What comes after the last task.
   *
   * @param noTasks what a list without tasks means
   * @param resultProperty the name of a project property; empty for none
   * @param dryRun whether nothing runs after all
   */
  record End(NoTasks noTasks, String resultProperty, boolean dryRun) {}

  /**
   * What earlier runs are good for.
   *
   * @param resume which of their tasks are left out
   * @param force whether tasks that are up to date run even so
   * @param cache where outputs are kept for other builds; null for nowhere
   */
  record Earlier(Resume resume, boolean force, @Nullable Path cache) {}

  /** What a list without tasks means. */
  enum NoTasks implements Labelled {
    WARN("warn"),
    FAIL("fail"),
    IGNORE("ignore");

    private final String label;

    NoTasks(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /**
   * A request and its plan.
   *
   * @param history of the execution, which is being opened
   */
  record Planned(ListRequest list, PoolRequest pool, Plan plan, ListHistory history) {
    /** Has everything looked up that is called. */
    void check(CallCheck check) {
      for (Call call : plan.calls()) {
        check.call(call.kind() == Call.Kind.MAIN_CLASS ? "mainClass" : "function", call);
      }
      check.call("itemsFunction", list.items == null ? null : list.items.function());
      check.call("initializer", pool.initializer());
      check.reducer("reducer", list.policy.reducer());
    }
  }
}
