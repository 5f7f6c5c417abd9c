package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Workers are there when a task has to run, and not before. */
class LateEngineTest {
  private static final Task TASK =
      new Task(0, "a", Call.function("a.B::c"), Arguments.NONE, Map.of(), Limits.NONE);

  private final List<String> heard = new ArrayList<>();
  private final LateEngine engine =
      new LateEngine(
          () -> {
            heard.add("open");
            return new Heard();
          });

  @Test
  void aListThatRunsNothingOpensNothing() throws Exception {
    engine.rest();
    engine.cancel(null, "stopped");
    engine.close();
    engine.close();
    assertThat(heard).isEmpty();
    assertThatThrownBy(() -> submit()).isInstanceOf(EngineException.class);
    assertThat(heard).isEmpty();
  }

  @Test
  void theFirstTaskOpensItOnce() throws Exception {
    submit();
    submit();
    engine.rest();
    assertThat(engine.reduce(TASK.call(), List.of()).outcome()).isEqualTo(Outcome.CANCELLED);
    engine.close();
    assertThat(heard).containsExactly("open", "submit a", "submit a", "rest", "reduce", "close");
  }

  @Test
  void aCancelThatCameTooEarlyStillHolds() throws Exception {
    engine.cancel(null, "a failure");
    engine.cancel(Outcome.TIMED_OUT, "too long");
    engine.cancel(null, "another failure");
    submit();
    engine.cancel(Outcome.CANCELLED, "Ctrl-C");
    assertThat(heard).containsExactly("open", "TIMED_OUT too long", "submit a", "CANCELLED Ctrl-C");
  }

  @Test
  void whyItCannotBeOpenedIsToldWhenATaskComes() throws Exception {
    LateEngine broken =
        new LateEngine(
            () -> {
              throw new EngineException("no workers");
            });
    assertThatThrownBy(() -> broken.submit(TASK, 1, (attempt, object) -> {}))
        .isInstanceOf(EngineException.class)
        .hasMessage("no workers");
    broken.close();
  }

  private void submit() throws EngineException {
    engine.submit(TASK, 1, (attempt, object) -> {});
  }

  /** Says what it is asked. */
  private final class Heard implements Engine {
    @Override
    public void submit(Task task, int number, Completion completion) {
      heard.add("submit " + task.id());
    }

    @Override
    public void cancel(@Nullable Outcome running, String reason) {
      heard.add(running + " " + reason);
    }

    @Override
    public void rest() {
      heard.add("rest");
    }

    @Override
    public Attempt reduce(Call reducer, Iterable<byte[]> objects) {
      heard.add("reduce");
      return Attempt.cancelled("nothing to reduce");
    }

    @Override
    public void close() {
      heard.add("close");
    }
  }
}
