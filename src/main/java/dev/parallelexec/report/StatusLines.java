package dev.parallelexec.report;

import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.PoolListener.Worker;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Mode;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.time.Duration;
import java.util.Locale;

/** Draws the lines that tell of one task each: word, duration, place, id, what came of it. */
final class StatusLines {
  private static final int ID_WIDTH = 19;
  private static final int DURATION_WIDTH = 7;

  private final ListHead head;
  private final Ink ink;

  StatusLines(ListHead head, Ink ink) {
    this.head = head;
    this.ink = ink;
  }

  /** {@code 120 tasks on 4 workers (JDK 17.0.15), map}. */
  String first() {
    String tasks = head.size() < 0 ? "tasks" : Words.tasks(head.size());
    int most =
        head.size() < 0 ? head.workers() : Math.min(head.workers(), Math.max(1, head.size()));
    int used = head.mode() == Mode.APPLY ? 1 : most;
    String workers = used == 1 ? "1 worker" : used + " workers";
    String java = head.java().isEmpty() ? "" : " (JDK " + head.java() + ")";
    return head.prefix() + tasks + " on " + workers + java + ", " + head.mode().label();
  }

  /** A task has ended as the {@code done}th. */
  String finished(TaskResult result, int done) {
    Attempt last = result.last();
    boolean several = result.attempts().size() > 1;
    String word = (several ? "TRY " + last.number() + " " : "") + word(last.outcome());
    return line(word, last, place(done), result.task().id());
  }

  /** An attempt has ended and another follows. */
  String again(Task task, Attempt attempt) {
    String word = "TRY " + attempt.number() + " " + word(attempt.outcome());
    String place = " ".repeat(place(0).length());
    String text = status(ink.doubtful(pad(word, Level.WARN)), attempt);
    return text + " " + place + " " + named(task.id(), attempt);
  }

  /** Whether the line of an attempt does not say by itself what was left behind. */
  boolean tellsOfLeaks(Attempt attempt) {
    Failure failure = attempt.failure();
    return !attempt.leaks().isEmpty()
        && (failure == null || !failure.message().equals(Leaks.phrase(attempt.leaks())));
  }

  /** An attempt left something behind. */
  String leak(Task task, Attempt attempt) {
    String place = " ".repeat(place(0).length());
    String id = Words.id(task.id());
    String padded = id + " ".repeat(Math.max(0, ID_WIDTH - id.length()));
    return status(ink.doubtful(pad("LEAK", Level.WARN)), attempt)
        + " "
        + place
        + " "
        + padded
        + " "
        + Words.message(Leaks.phrase(attempt.leaks()));
  }

  /** A task that did not pass, at the end once more. */
  String recalled(TaskResult result) {
    Attempt last = result.last();
    Level level = Level.of(last.outcome());
    String word = ink.of(last.outcome(), pad(word(last.outcome()), level));
    return status(word, last) + " " + named(result.task().id(), last);
  }

  /** A task that passed, though not at once. */
  String flaky(TaskResult result) {
    int most = result.task().limits().retries() + 1;
    String word = ink.doubtful(pad("FLAKY " + result.attempts().size() + "/" + most, Level.WARN));
    return status(word, result.last()) + " " + Words.id(result.task().id());
  }

  /** A task that runs longer than expected. */
  String slow(Progress.Running attempt, long passedNanos) {
    Worker worker = attempt.worker();
    return running("SLOW", passedNanos, attempt.task(), Words.worker(worker));
  }

  /**
   * A task that is being ended.
   *
   * @param log where its threads' dump is; empty where there is none, as of a worker that hangs
   */
  String stopping(Task task, long nanos, String reason, String log, Duration grace) {
    String dump = log.isEmpty() ? "" : "; thread dump in " + log;
    String end = ", ended in " + Durations.brief(grace.toNanos());
    return running("STOPPING", nanos, task, Words.message(reason) + dump + end);
  }

  /** How far a long list is, instead of a line a task. */
  String counter(Progress progress) {
    String of = head.size() < 0 ? "" : "/" + head.size();
    String bad = progress.bad() == 0 ? "" : ", " + progress.bad() + " did not pass";
    int running = progress.runningCount();
    String runs = running == 0 ? "" : ", " + running + " running";
    return head.prefix() + "  " + progress.done() + of + " done" + bad + runs;
  }

  /** The word for an outcome. */
  static String word(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "PASS";
      case FAILED -> "FAIL";
      case TIMED_OUT -> "TIMEOUT";
      case CRASHED -> "CRASH";
      case OUT_OF_MEMORY -> "OOM";
      case CANCELLED -> "CANCELLED";
      case UP_TO_DATE -> "UP-TO-DATE";
    };
  }

  static String duration(long nanos) {
    String text = Durations.text(nanos);
    return "[" + " ".repeat(Math.max(0, DURATION_WIDTH - text.length())) + text + "]";
  }

  private String line(String word, Attempt attempt, String place, String id) {
    Level level = Level.of(attempt.outcome());
    String status = status(ink.of(attempt.outcome(), pad(word, level)), attempt);
    return status + " " + place + " " + named(id, attempt);
  }

  /** The bracket is a character wider than others, so that the seconds stand below each other. */
  private String running(String word, long nanos, Task task, String text) {
    String padded = String.format(Locale.ROOT, "%" + (Level.WARN.width - 1) + "s", word);
    String time = String.format(Locale.ROOT, " [>%7s] ", Durations.text(nanos));
    String place = " ".repeat(place(0).length());
    String id = Columns.pad(Words.id(task.id()), ID_WIDTH);
    return head.prefix() + ink.doubtful(padded) + time + place + " " + id + " " + text;
  }

  private String status(String word, Attempt attempt) {
    return head.prefix() + word + " " + duration(attempt.span().nanos());
  }

  /** The id, and what is to be said of the attempt: its value or why it did not pass. */
  private static String named(String id, Attempt attempt) {
    String shown = Words.id(id);
    Failure failure = attempt.failure();
    if (failure != null) {
      return Columns.pad(shown, ID_WIDTH) + " " + Words.message(failure.headline());
    }
    boolean nothing = attempt.value().equals(Attempt.NULL);
    return nothing ? shown : shown + " → " + Words.value(attempt.value());
  }

  private String place(int done) {
    if (head.size() < 0) {
      return String.format(Locale.ROOT, "(%3d)", done);
    }
    int digits = Integer.toString(head.size()).length();
    return String.format(Locale.ROOT, "(%" + digits + "d/%d)", done, head.size());
  }

  private static String pad(String word, Level level) {
    return " ".repeat(Math.max(0, level.width - word.length())) + word;
  }
}
