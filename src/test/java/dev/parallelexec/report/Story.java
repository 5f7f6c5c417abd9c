package dev.parallelexec.report;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.pool.PoolListener.Worker;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Mode;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import dev.parallelexec.task.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of a list, as a pool would tell them; workers have the pids 1001, 1002… */
final class Story {
  static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

  final ConsoleText console = new ConsoleText();
  final Path base;
  final ListReport report;
  final ListHead head;
  private final Map<Integer, List<Attempt>> attempts = new HashMap<>();
  private final List<TaskResult> results = new ArrayList<>();
  private volatile long now;

  Story(Path base, int size) {
    this(base, size, OutputKind.AUTO, "", false);
  }

  Story(Path base, int size, OutputKind output, String prefix, boolean quiet) {
    this(base, size, prefix, quiet, options(base, output));
  }

  Story(Path base, int size, View view) {
    this(base, size, "", false, options(base, OutputKind.AUTO, view));
  }

  private Story(Path base, int size, String prefix, boolean quiet, ReportOptions options) {
    this.base = base;
    console.quiet = quiet;
    ListHead.Build build = new ListHead.Build("api", "run-1");
    head = new ListHead(build, "gen", Mode.MAP, 2, size, "17.0.15", prefix, STARTED);
    report = ListReport.open(head, options, console, () -> now);
  }

  static ReportOptions options(Path base, OutputKind output, View view) {
    return new ReportOptions(
        base.resolve("target/parallel-exec/gen"),
        base,
        output,
        view,
        new ModulePages(),
        LastTimes.none());
  }

  static ReportOptions options(Path base, OutputKind output) {
    return new ReportOptions(
        base.resolve("target/parallel-exec/gen"),
        base,
        output,
        View.DEFAULT,
        new ModulePages(),
        LastTimes.none());
  }

  static Task task(int index, String id) {
    return task(index, id, 0);
  }

  static Task task(int index, String id, int retries) {
    Limits limits = new Limits(Duration.ZERO, retries, Set.of(Outcome.FAILED), Duration.ZERO, true);
    Arguments arguments = new Arguments(List.of(Text.of(id)), true);
    return new Task(index, id, Call.function("com.acme.Gen::run"), arguments, Map.of(), limits);
  }

  static Worker worker(int slot) {
    return new Worker(slot, 0, 1000 + slot);
  }

  Path directory() {
    return base.resolve("target/parallel-exec/gen");
  }

  Story workers() {
    report.workerStarted(worker(1));
    report.workerStarted(worker(2));
    return this;
  }

  Story starts(Task task, int slot) {
    int number = attempts.getOrDefault(task.index(), List.of()).size() + 1;
    report.started(task, number, worker(slot));
    return this;
  }

  Story prints(Task task, Stream stream, String text) {
    return prints(task, stream, text.getBytes(StandardCharsets.UTF_8));
  }

  Story prints(Task task, Stream stream, byte[] bytes) {
    int number = attempts.getOrDefault(task.index(), List.of()).size() + 1;
    report.output(task, number, stream, bytes, bytes.length);
    return this;
  }

  Story passes(Task task, int slot, String value, long millis) {
    Attempt attempt =
        new Attempt(
            number(task), Outcome.PASSED, value, null, span(slot, millis), false, List.of());
    return ends(task, attempt, false);
  }

  Story leaves(Task task, int slot, long millis, String... leaks) {
    Attempt attempt =
        new Attempt(
            number(task),
            Outcome.PASSED,
            Attempt.NULL,
            null,
            span(slot, millis),
            false,
            List.of(leaks));
    return ends(task, attempt, false);
  }

  Story fails(Task task, int slot, Outcome outcome, Failure failure, long millis) {
    Attempt attempt = Attempt.failed(number(task), outcome, failure, span(slot, millis));
    boolean again = attempt.number() <= task.limits().retries();
    return ends(task, attempt, again);
  }

  Story cancelled(Task task, String reason) {
    return finished(task, List.of(Attempt.cancelled(reason)));
  }

  Story passes(int millis) {
    now += millis * 1_000_000L;
    report.tick();
    return this;
  }

  ListResult result() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    results.forEach(result -> counts.merge(result.outcome(), 1, Integer::sum));
    List<TaskResult> notPassed =
        results.stream()
            .filter(result -> !result.outcome().good() && result.last().number() > 0)
            .sorted((a, b) -> a.task().index() - b.task().index())
            .toList();
    long taskNanos =
        results.stream()
            .flatMap(result -> result.attempts().stream())
            .mapToLong(attempt -> attempt.span().nanos())
            .sum();
    int flaky = (int) results.stream().filter(TaskResult::flaky).count();
    return new ListResult(counts, flaky, notPassed, Attempt.NULL, taskNanos, now);
  }

  /** Everything printed, after the list has ended in so many milliseconds. */
  String end(int millis) throws IOException {
    now = millis * 1_000_000L;
    report.finish(result());
    report.close();
    return console.text();
  }

  /** A goal waits for the list; on a terminal of this size, if any. */
  Story awaited(Console.@Nullable Size terminal) {
    console.terminal = terminal;
    report.awaited();
    return this;
  }

  private Story ends(Task task, Attempt attempt, boolean again) {
    attempts.computeIfAbsent(task.index(), index -> new ArrayList<>()).add(attempt);
    report.attemptEnded(task, attempt, again);
    return again ? this : finished(task, attempts.get(task.index()));
  }

  private Story finished(Task task, List<Attempt> all) {
    return told(new TaskResult(task, all));
  }

  Story told(TaskResult result) {
    results.add(result);
    report.finished(result);
    return this;
  }

  private int number(Task task) {
    return attempts.getOrDefault(task.index(), List.of()).size() + 1;
  }

  private static Span span(int slot, long millis) {
    return new Span(slot, 0, 1000 + slot, STARTED.toEpochMilli(), millis * 1_000_000);
  }

  /** For events that no method above tells. */
  PoolListener listener() {
    return report;
  }
}
