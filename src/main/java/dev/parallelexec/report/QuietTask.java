package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.TaskResult;
import java.nio.charset.StandardCharsets;

/**
 * What reports gather of a task that did well at its first attempt, or was up to date, and left no
 * word, as nearly all of a long list do: a view of the {@linkplain EndedTaskBytes bytes} that are
 * kept of it, without an object for each. Holds for the next task when the sink it was handed to
 * has returned.
 */
final class QuietTask {
  private static final Outcome[] OUTCOMES = Outcome.values();

  int index;
  Outcome outcome = Outcome.PASSED;
  int slot;
  int thread;
  long startNanos;
  long nanos;

  private byte[] bytes = {};
  private int idFrom;
  private int idLength;

  /** Whether a task is one. */
  static boolean is(TaskResult result, String log) {
    Attempt last = result.last();
    boolean kind =
        last.outcome() == Outcome.UP_TO_DATE
            ? last.number() == 0 && last.span().slot() == 0
            : last.outcome().good() && last.number() == 1 && last.span().slot() > 0;
    return kind
        && result.attempts().size() == 1
        && last.failure() == null
        && last.leaks().isEmpty()
        && log.isEmpty();
  }

  /** What {@link #read} reads, and the length of its id behind it, and that. */
  static void write(TaskResult result, long startNanos, Bytes out) {
    Attempt last = result.last();
    out.int32(last.outcome().ordinal()).int32(last.span().slot()).int32(last.span().thread());
    out.int64(startNanos).int64(last.span().nanos());
  }

  /** Looks at another one, which was written there; returns where the next byte is. */
  int read(int task, byte[] all, int from) {
    index = task;
    bytes = all;
    outcome = OUTCOMES[Bytes.int32(all, from)];
    slot = Bytes.int32(all, from + 4);
    thread = Bytes.int32(all, from + 8);
    startNanos = Bytes.int64(all, from + 12);
    nanos = Bytes.int64(all, from + 20);
    idLength = Bytes.int32(all, from + 28);
    idFrom = from + 32;
    return idFrom + idLength;
  }

  /** Whether the task that was written there ran: else it was up to date. */
  static boolean ran(byte[] all, int from) {
    return OUTCOMES[Bytes.int32(all, from)] != Outcome.UP_TO_DATE;
  }

  /** The same of this one. */
  boolean ran() {
    return outcome != Outcome.UP_TO_DATE;
  }

  String id() {
    return new String(bytes, idFrom, idLength, StandardCharsets.UTF_8);
  }

  /** Adds the id where it may stand in markup as it is; false, and nothing added, where not. */
  boolean addVerbatim(Bytes to) {
    for (int i = idFrom; i < idFrom + idLength; i++) {
      if (!Markup.verbatim(bytes[i])) {
        return false;
      }
    }
    to.add(bytes, idFrom, idLength);
    return true;
  }
}
