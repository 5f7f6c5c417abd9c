package dev.parallelexec.report;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file for each task that printed something, left something behind or did not pass: {@code
 * tasks/<index>-<id>.log}. A task that passes in silence costs nothing. Where a log cannot be
 * written that is said once and the run goes on.
 */
final class TaskLogs implements ReportPart {
  static final String FOLDER = "tasks";
  private static final int MOST_NAME = 80;

  private final Path folder;
  private final ReportOptions options;
  private final Console console;
  private final String prefix;
  private final Map<Integer, TaskLog> open = new HashMap<>();
  private boolean incomplete;

  TaskLogs(ListHead head, ReportOptions options, Console console) {
    this.folder = options.directory().resolve(FOLDER);
    this.options = options;
    this.console = console;
    this.prefix = head.prefix();
  }

  @Override
  public void output(Task task, int number, Stream stream, byte[] bytes, int length) {
    write(task, log -> log.output(number, task.limits().retries() > 0, stream, bytes, length));
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    boolean titled = task.limits().retries() > 0;
    boolean leaks = !attempt.leaks().isEmpty();
    if (failed(attempt) || leaks || (titled && open.containsKey(task.index()))) {
      write(task, log -> log.note(attempt.number(), titled, ending(attempt)));
    }
    if (open.containsKey(task.index())) {
      write(task, TaskLog::pause);
    }
  }

  /** What it printed so far stays: it may tell why. */
  @Override
  public void takenBack(Task task, int number, Worker worker, String reason) {
    boolean titled = task.limits().retries() > 0;
    write(task, log -> log.note(number, titled, "=== tried again alone: " + reason));
    write(task, TaskLog::pause);
  }

  /** What is known of a task's output; null where there is nothing to tell. */
  @Nullable TaskLog of(Task task) {
    return open.get(task.index());
  }

  /** The log's path in the report's directory; empty where there is no log. */
  String path(Task task) {
    TaskLog log = open.get(task.index());
    return log == null || !log.whole() ? "" : FOLDER + "/" + log.name();
  }

  /** The log's path as people see it; empty where there is no log. */
  String shown(Task task) {
    String path = path(task);
    return path.isEmpty() ? "" : options.shown(options.directory().resolve(path));
  }

  /** The task has been told of everywhere: what memory has of it goes. */
  void release(Task task) {
    TaskLog log = open.remove(task.index());
    if (log != null) {
      pause(log);
    }
  }

  @Override
  public void close() {
    open.values().forEach(this::pause);
    open.clear();
  }

  /** A task's file name: sorts in list order, unique by its number, safe on every file system. */
  static String name(int index, String id) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < id.length() && safe.length() < MOST_NAME; i++) {
      char c = id.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      safe.append(plain || c == '.' || c == '-' ? c : '_');
    }
    return String.format(Locale.ROOT, "%04d-%s.log", index, safe);
  }

  private static boolean failed(Attempt attempt) {
    return attempt.number() > 0
        && attempt.failure() != null
        && attempt.outcome() != Outcome.CANCELLED;
  }

  /** What stands in a log about the end of an attempt. */
  static String ending(Attempt attempt) {
    String what = attempt.outcome().label() + " after " + Durations.text(attempt.span().nanos());
    Failure failure = attempt.failure();
    StringBuilder text = new StringBuilder("=== ").append(what);
    for (String leak : attempt.leaks()) {
      text.append("\n=== left behind: ").append(leak);
    }
    if (failure != null) {
      String why = failure.stack().isEmpty() ? failure.message() : failure.stack().stripTrailing();
      text.append('\n').append(why);
    }
    return text.toString();
  }

  private void write(Task task, Writing writing) {
    TaskLog log =
        open.computeIfAbsent(
            task.index(), index -> new TaskLog(folder.resolve(name(index, task.id()))));
    try {
      writing.to(log);
    } catch (IOException e) {
      log.breakOff();
      sayOnce(log, e);
    }
  }

  private void pause(TaskLog log) {
    try {
      log.pause();
    } catch (IOException e) {
      sayOnce(log, e);
    }
  }

  private void sayOnce(TaskLog log, IOException e) {
    if (!incomplete) {
      incomplete = true;
      String file = options.shown(folder.resolve(log.name()));
      String why = Trouble.with(e);
      console.warn(prefix + "The log " + file + " cannot be written, the tasks go on: " + why);
    }
  }

  /** What may fail for want of space. */
  private interface Writing {
    void to(TaskLog log) throws IOException;
  }
}
