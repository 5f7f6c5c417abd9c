package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.TaskResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link EndedTask} as bytes for the {@link Spool}, and back. Nobody but this process reads
 * them. Not for several threads: the buffer is used again for every task.
 */
final class EndedTaskBytes {
  /** Beyond these nobody reads on a page; all of it is in the log and in {@code results.json}. */
  static final int MOST_ID = 500;

  static final int MOST_MESSAGE = 4_000;
  static final int MOST_STACK = 16_000;
  static final int MOST_VALUE = 1_000;
  static final int MOST_ARGUMENT = 1_000;
  static final int MOST_ARGUMENTS = 30;

  private static final Outcome[] OUTCOMES = Outcome.values();

  /** A {@link QuietTask} follows, or any other. */
  private static final int QUIET = 1;

  private static final int OTHER = 0;

  /** The arguments are the id alone, as they mostly are. */
  private static final int AS_ID = -1;

  private final Bytes out = new Bytes();
  private final CallText calls = new CallText();

  /** The bytes of a task; they hold until the next call. */
  Bytes of(TaskResult result, List<String> arguments, Timings times, String log) {
    out.clear();
    out.int32(result.task().index());
    if (QuietTask.is(result, log)) {
      Timings.Time time = times.of(result.task(), result.last());
      out.int32(QUIET);
      QuietTask.write(result, time.startNanos(), out);
      named(result, arguments);
      text(result.last().value(), MOST_VALUE);
      Span span = result.last().span();
      out.int64(span.pid()).int64(span.startedMillis()).int64(time.waitNanos());
      return out;
    }
    out.int32(OTHER);
    named(result, arguments);
    out.int32(result.attempts().size());
    for (Attempt attempt : result.attempts()) {
      Timings.Time time = times.of(result.task(), attempt);
      out.int64(time.waitNanos()).int64(time.startNanos());
      attempt(attempt);
    }
    text(log, MOST_ID);
    return out;
  }

  private void named(TaskResult result, List<String> arguments) {
    text(result.task().id(), MOST_ID);
    text(calls.of(result.task().call()), MOST_ID);
    arguments(result.task().id(), arguments);
  }

  private void arguments(String id, List<String> arguments) {
    if (arguments.size() == 1 && arguments.get(0).equals(id)) {
      out.int32(AS_ID);
      return;
    }
    int shown = Math.min(arguments.size(), MOST_ARGUMENTS);
    boolean more = arguments.size() > shown;
    out.int32(shown + (more ? 1 : 0));
    for (int i = 0; i < shown; i++) {
      text(arguments.get(i), MOST_ARGUMENT);
    }
    if (more) {
      out.text("…");
    }
  }

  private void attempt(Attempt attempt) {
    out.int32(attempt.number()).int32(attempt.outcome().ordinal());
    text(attempt.value(), MOST_VALUE);
    Span span = attempt.span();
    out.int32(span.slot())
        .int32(span.thread())
        .int64(span.pid())
        .int64(span.startedMillis())
        .int64(span.nanos());
    int leaks = Math.min(attempt.leaks().size(), MOST_ARGUMENTS);
    out.int32(leaks);
    for (int i = 0; i < leaks; i++) {
      text(attempt.leaks().get(i), MOST_ID);
    }
    Failure failure = attempt.failure();
    out.int32(failure == null ? 0 : 1);
    if (failure != null) {
      text(failure.type(), MOST_ID);
      text(failure.message(), MOST_MESSAGE);
      text(failure.stack(), MOST_STACK);
      Integer code = failure.exitCode();
      out.int32(code == null ? 0 : 1).int32(code == null ? 0 : code);
      text(failure.signal(), MOST_ID);
    }
  }

  private void text(String text, int most) {
    out.text(text.length() <= most ? text : text.substring(0, most - 1) + "…");
  }

  /** The task back. */
  static EndedTask read(byte[] bytes, int from, int length) {
    return new Reader(bytes, ByteBuffer.wrap(bytes, from, length)).task();
  }

  /** Whether the task is another one than those that were up to date. */
  static boolean ran(byte[] bytes, int from) {
    return Bytes.int32(bytes, from + 4) != QUIET || QuietTask.ran(bytes, from + 8);
  }

  /** Looks at the task; false where it is not quiet. */
  static boolean read(QuietTask quiet, byte[] bytes, int from) {
    if (Bytes.int32(bytes, from + 4) != QUIET) {
      return false;
    }
    quiet.read(Bytes.int32(bytes, from), bytes, from + 8);
    return true;
  }

  /** Reads what was written above, in its order. */
  private record Reader(byte[] bytes, ByteBuffer in) {
    EndedTask task() {
      int index = in.getInt();
      if (in.getInt() == QUIET) {
        return quiet(index);
      }
      String id = text();
      String call = text();
      List<String> arguments = arguments(id);
      int count = in.getInt();
      List<EndedAttempt> attempts = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        long wait = in.getLong();
        long start = in.getLong();
        attempts.add(new EndedAttempt(attempt(), wait, start));
      }
      return new EndedTask(index, id, call, arguments, attempts, text());
    }

    private EndedTask quiet(int index) {
      QuietTask quiet = new QuietTask();
      in.position(quiet.read(index, bytes, in.position()));
      String id = quiet.id();
      String call = text();
      List<String> arguments = arguments(id);
      String value = text();
      Span span = new Span(quiet.slot, quiet.thread, in.getLong(), in.getLong(), quiet.nanos);
      int number = quiet.ran() ? 1 : 0;
      Attempt attempt = new Attempt(number, quiet.outcome, value, null, span, false, List.of());
      EndedAttempt ended = new EndedAttempt(attempt, in.getLong(), quiet.startNanos);
      return new EndedTask(index, id, call, arguments, List.of(ended), "");
    }

    private List<String> arguments(String id) {
      int given = in.getInt();
      return given == AS_ID ? List.of(id) : texts(given);
    }

    private Attempt attempt() {
      int number = in.getInt();
      Outcome outcome = OUTCOMES[in.getInt()];
      String value = text();
      Span span = new Span(in.getInt(), in.getInt(), in.getLong(), in.getLong(), in.getLong());
      List<String> leaks = texts(in.getInt());
      Failure failure = null;
      if (in.getInt() == 1) {
        String type = text();
        String message = text();
        String stack = text();
        boolean exited = in.getInt() == 1;
        int code = in.getInt();
        failure = new Failure(type, message, stack, exited ? code : null, text());
      }
      return new Attempt(number, outcome, value, failure, span, false, leaks);
    }

    private List<String> texts(int count) {
      if (count == 0) {
        return List.of();
      }
      List<String> texts = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        texts.add(text());
      }
      return texts;
    }

    private String text() {
      int length = in.getInt();
      if (length == 0) {
        return "";
      }
      String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
      in.position(in.position() + length);
      return text;
    }
  }
}
