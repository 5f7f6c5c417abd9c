package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** What is kept of a task comes back as it was. */
class EndedTaskBytesTest {
  private final Timings timings = new Timings(() -> 0);

  @Property(edgeCases = EdgeCasesMode.NONE)
  void comesBackAsItWas(
      @ForAll @IntRange(max = 1_000_000) int index,
      @ForAll @AlphaChars @StringLength(max = 20) String id,
      @ForAll @Size(max = 3) List<@AlphaChars String> arguments,
      @ForAll Outcome outcome,
      @ForAll @IntRange(max = 3) int slot,
      @ForAll boolean leaks,
      @ForAll @AlphaChars @StringLength(max = 3) String log) {
    long nanos = (long) index * index;
    Call call = Call.function("com.acme.Numbers::cube");
    Task task = new Task(index, id, call, Arguments.NONE, Map.of(), Limits.NONE);
    Failure failure =
        outcome.good() ? null : new Failure("a.B", "why", "stack", 3, slot == 0 ? "SIGKILL" : "");
    Span span = new Span(slot, 0, 4711, 1_700_000_000_000L, nanos);
    List<String> left = leaks ? List.of("process 1 (sleep)") : List.of();
    boolean ran = outcome != Outcome.UP_TO_DATE;
    Attempt attempt = new Attempt(ran ? 1 : 0, outcome, "[1]", failure, span, false, left);
    TaskResult result = new TaskResult(task, List.of(attempt));

    Bytes bytes = new EndedTaskBytes().of(result, arguments, timings, log);
    byte[] kept = new byte[bytes.size() + 7];
    System.arraycopy(bytes.array(), 0, kept, 7, bytes.size());
    EndedTask back = EndedTaskBytes.read(kept, 7, bytes.size());
    EndedAttempt ended = new EndedAttempt(attempt, 0, 0);
    assertThat(back)
        .isEqualTo(new EndedTask(index, id, call.text(), arguments, List.of(ended), log));

    QuietTask quiet = new QuietTask();
    boolean is = EndedTaskBytes.read(quiet, kept, 7);
    assertThat(is).isEqualTo(outcome.good() && ran == slot > 0 && !leaks && log.isEmpty());
    if (is) {
      assertThat(quiet.id()).isEqualTo(id);
      assertThat(List.of(quiet.index, quiet.slot)).containsExactly(index, slot);
      assertThat(List.of(quiet.startNanos, quiet.nanos)).containsExactly(0L, nanos);
      assertThat(quiet.outcome).isEqualTo(outcome);
    }
  }

  @Property
  void onlyWhatNeedsNoEscapingStandsInMarkupAsItIs(@ForAll String id) {
    Task task = new Task(0, id, Call.function("a.B::c"), Arguments.NONE, Map.of(), Limits.NONE);
    Attempt attempt =
        new Attempt(1, Outcome.PASSED, "1", null, new Span(1, 0, 1, 1, 1), false, List.of());
    TaskResult result = new TaskResult(task, List.of(attempt));
    Bytes bytes = new EndedTaskBytes().of(result, List.of(), timings, "");
    QuietTask quiet = new QuietTask();
    assertThat(EndedTaskBytes.read(quiet, bytes.array(), 0)).isTrue();
    Bytes markup = new Bytes();
    boolean plain = Markup.verbatim(id) && id.length() <= EndedTaskBytes.MOST_ID;
    assertThat(quiet.addVerbatim(markup)).isEqualTo(Markup.verbatim(quiet.id()));
    assertThat(markup.toString()).isEqualTo(plain ? id : "");
    assertThat(quiet.id().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000);
  }
}
