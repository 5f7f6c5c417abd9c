package dev.parallelexec.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  /** A thousand errors of a megabyte each would be a gigabyte of Maven's heap. */
  @Test
  void ofAFailureItKeepsTheBeginningAlone() {
    Tally tally = new Tally();
    Task task = Tasks.upTo(Call.function("a.B::c"), 4).list().get(3);
    Span span = new Span(2, 0, 4711, 5, 6);
    Failure large =
        new Failure("a.E", "m".repeat(1 << 20), "stack\n".repeat(100_000), 7, "SIGKILL");
    Attempt failed = Attempt.failed(1, Outcome.FAILED, large, span);
    tally.finished(new TaskResult(task, List.of(failed, failed)));

    TaskResult kept = tally.result(Attempt.NULL, 1).notPassed().get(0);

    assertThat(kept.task()).isSameAs(task);
    assertThat(kept.attempts())
        .containsExactly(
            Attempt.failed(
                1, Outcome.FAILED, new Failure("a.E", "m".repeat(1_000), "", 7, "SIGKILL"), span));
  }
}
