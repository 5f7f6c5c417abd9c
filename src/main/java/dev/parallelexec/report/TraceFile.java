package dev.parallelexec.report;

import dev.parallelexec.report.JsonLine.Name;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code trace.json}: Chrome's trace events, an event a line, for Perfetto. A process is an
 * execution, a thread is a lane of {@link Lanes}. {@link ModuleTrace} puts the traces of several
 * executions together, for which every event begins with its {@code pid}, and all times are on one
 * clock, microseconds since the epoch.
 */
final class TraceFile {
  static final String NAME = "trace.json";

  /** Up to so many tasks each attempt is a slice of its own, however short. */
  static final int MOST_SLICES = 20_000;

  /** Up to so many tasks the waiting of each attempt is a slice, too. */
  static final int MOST_WAITS = 1_000;

  private static final Name TASK = new Name("task");
  private static final Name ATTEMPT = new Name("attempt");
  private static final Name PID = new Name("pid");
  private static final Name WAITED = new Name("waited");
  private static final Name MESSAGE = new Name("message");
  private static final Name BUSY = new Name("busy");
  private static final Name ATTEMPTS = new Name("attempts");
  private static final Name MEBIBYTES = new Name("MiB");

  private final ListHead head;
  private final WorkerHistory history;
  private final long startMicros;
  private final TraceLines lines;

  TraceFile(ListHead head, WorkerHistory history, OutputStream out) {
    this.head = head;
    this.history = history;
    this.startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, head.started());
    this.lines = new TraceLines(out);
  }

  /**
   * Writes all of it.
   *
   * @param tasks how many there are
   * @param lanes has them gathered, where there are more than {@link #MOST_SLICES}; else null
   */
  void write(ResultsFile results, int tasks, @Nullable Lanes lanes) throws IOException {
    lines.begin(head);
    lines.name("process_name", 0, "parallel-exec " + head.execution());
    Set<Integer> slots = new TreeSet<>();
    if (lanes == null) {
      results.ran(task -> task(task, tasks <= MOST_WAITS, slots));
    } else {
      lanes.lanes().forEach(lane -> slots.add(lane.number));
      merged(lanes);
    }
    workers(slots);
    counters();
    for (int slot : slots) {
      lines.name(
          "thread_name",
          slot,
          "worker " + LaneNumber.name(slot) + history.nodes(LaneNumber.slot(slot)));
    }
    lines.end();
  }

  private void task(EndedTask task, boolean waits, Set<Integer> slots) throws IOException {
    for (EndedAttempt attempt : task.attempts()) {
      if (attempt.ran()) {
        slots.add(tid(attempt.attempt().span()));
        slice(task, attempt);
        if (waits) {
          wait(task, attempt);
        }
      }
    }
  }

  private static int tid(Span span) {
    return LaneNumber.of(span.slot(), span.thread());
  }

  private void slice(EndedTask task, EndedAttempt ended) throws IOException {
    Attempt attempt = ended.attempt();
    long from = micros(ended.startNanos());
    JsonLine out = lines.slice(tid(attempt.span()), from, micros(ended.endNanos()));
    lines.outcome(task.id(), attempt.outcome());
    out.object(TraceLines.ARGUMENTS)
        .number(TASK, task.index())
        .number(ATTEMPT, attempt.number())
        .outcome(attempt.outcome())
        .number(PID, attempt.span().pid())
        .seconds(WAITED, ended.waitNanos());
    Failure failure = attempt.failure();
    if (failure != null) {
      out.text(MESSAGE, Words.message(failure.headline()));
    }
    out.end();
    lines.close();
  }

  /** They overlap, so they are asynchronous ones. */
  private void wait(EndedTask task, EndedAttempt ended) throws IOException {
    long from = micros(ended.startNanos() - ended.waitNanos());
    long to = micros(ended.startNanos());
    if (to > from) {
      String id = task.index() + "." + ended.attempt().number();
      lines.async("b", "queue", id, "waits: " + task.id(), from);
      lines.async("e", "queue", id, "waits: " + task.id(), to);
    }
  }

  /**
   * Bars end at the borders of columns here, and what is short is moved to the beginning of its
   * column: Perfetto drops slices of a thread that overlap without one being within the other.
   */
  private void merged(Lanes lanes) throws IOException {
    long column = lanes.columnNanos();
    for (Lanes.Lane lane : lanes.lanes()) {
      for (Lanes.Bar bar : lane.bars) {
        long from = (bar.startNanos() + column - 1) / column * column;
        long to = Math.max(from, bar.endNanos() / column * column);
        lines.slice(lane.number, micros(from), micros(to));
        lines.outcome(bar.id(), bar.outcome());
        lines.close();
      }
      for (Lanes.Run run : lanes.runs(lane, 1)) {
        long from = run.from() * column;
        long to = from + Math.min(column, run.nanos());
        JsonLine out = lines.slice(lane.number, micros(from), micros(to));
        lines.outcome(run.attempts() + " attempts", run.outcome());
        out.object(TraceLines.ARGUMENTS).seconds(BUSY, run.nanos()).end();
        lines.close();
      }
    }
  }

  /** A worker starts where no earlier one of its slot is left, or after that. */
  private void workers(Set<Integer> slots) throws IOException {
    Map<Integer, Long> free = new HashMap<>();
    for (WorkerHistory.Life life : history.lives()) {
      slots.add(life.slot);
      long from = Math.max(life.starting, free.getOrDefault(life.slot, 0L));
      if (life.starting != WorkerHistory.NEVER && from < life.ready) {
        lines
            .slice(life.slot, micros(from), micros(life.ready))
            .text(TraceLines.NAME, "worker starts")
            .text(TraceLines.CATEGORY, "worker")
            .text(TraceLines.COLOR, "grey")
            .object(TraceLines.ARGUMENTS)
            .number(PID, life.pid)
            .end();
        lines.close();
      }
      free.put(life.slot, life.ended == WorkerHistory.NEVER ? Long.MAX_VALUE : life.ended);
    }
  }

  private void counters() throws IOException {
    counter("running", ATTEMPTS, history.running(), 1);
    counter("waiting", ATTEMPTS, history.waiting(), 1);
    for (Map.Entry<Integer, Series> memory : history.memory().entrySet()) {
      counter("memory of worker " + memory.getKey(), MEBIBYTES, memory.getValue(), 1 << 20);
    }
  }

  private void counter(String name, Name unit, Series series, long scale) throws IOException {
    for (int i = 0; i < series.size(); i++) {
      lines.counter(name, unit, micros(series.nanos(i)), series.value(i) / scale);
    }
  }

  private long micros(long nanos) {
    return startMicros + Math.max(0, nanos) / 1_000;
  }
}
