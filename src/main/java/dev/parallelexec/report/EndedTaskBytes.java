package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.TaskResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
  private final DataOutputStream out = new DataOutputStream(buffer);

  /** The bytes of a task; they hold until the next call. */
  ByteArrayOutputStream of(TaskResult result, List<String> arguments, Timings times, String log) {
    buffer.reset();
    try {
      out.writeInt(result.task().index());
      text(result.task().id(), MOST_ID);
      text(result.task().call().text(), MOST_ID);
      int shown = Math.min(arguments.size(), MOST_ARGUMENTS);
      boolean more = arguments.size() > shown;
      out.writeInt(shown + (more ? 1 : 0));
      for (int i = 0; i < shown; i++) {
        text(arguments.get(i), MOST_ARGUMENT);
      }
      if (more) {
        out.writeUTF("…");
      }
      out.writeInt(result.attempts().size());
      for (Attempt attempt : result.attempts()) {
        Timings.Time time = times.of(result.task(), attempt);
        out.writeLong(time.waitNanos());
        out.writeLong(time.startNanos());
        attempt(attempt);
      }
      text(log, MOST_ID);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer;
  }

  private void attempt(Attempt attempt) throws IOException {
    out.writeInt(attempt.number());
    out.writeByte(attempt.outcome().ordinal());
    text(attempt.value(), MOST_VALUE);
    Span span = attempt.span();
    out.writeInt(span.slot());
    out.writeLong(span.pid());
    out.writeLong(span.startedMillis());
    out.writeLong(span.nanos());
    out.writeInt(Math.min(attempt.leaks().size(), MOST_ARGUMENTS));
    for (int i = 0; i < attempt.leaks().size() && i < MOST_ARGUMENTS; i++) {
      text(attempt.leaks().get(i), MOST_ID);
    }
    Failure failure = attempt.failure();
    out.writeBoolean(failure != null);
    if (failure != null) {
      text(failure.type(), MOST_ID);
      text(failure.message(), MOST_MESSAGE);
      text(failure.stack(), MOST_STACK);
      Integer code = failure.exitCode();
      out.writeBoolean(code != null);
      out.writeInt(code == null ? 0 : code);
      text(failure.signal(), MOST_ID);
    }
  }

  /** Three bytes a character at most: within what the format can carry. */
  private void text(String text, int most) throws IOException {
    out.writeUTF(text.length() <= most ? text : text.substring(0, most - 1) + "…");
  }

  /** The task back. */
  static EndedTask read(byte[] bytes, int from, int length) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, from, length));
    int index = in.readInt();
    String id = in.readUTF();
    String call = in.readUTF();
    List<String> arguments = texts(in);
    int count = in.readInt();
    List<EndedAttempt> attempts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long wait = in.readLong();
      long start = in.readLong();
      attempts.add(new EndedAttempt(attempt(in), wait, start));
    }
    return new EndedTask(index, id, call, arguments, attempts, in.readUTF());
  }

  private static Attempt attempt(DataInputStream in) throws IOException {
    int number = in.readInt();
    Outcome outcome = OUTCOMES[in.readByte()];
    String value = in.readUTF();
    Span span = new Span(in.readInt(), in.readLong(), in.readLong(), in.readLong());
    List<String> leaks = texts(in);
    Failure failure = null;
    if (in.readBoolean()) {
      String type = in.readUTF();
      String message = in.readUTF();
      String stack = in.readUTF();
      boolean exited = in.readBoolean();
      int code = in.readInt();
      failure = new Failure(type, message, stack, exited ? code : null, in.readUTF());
    }
    return new Attempt(number, outcome, value, failure, span, false, leaks);
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count == 0) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
