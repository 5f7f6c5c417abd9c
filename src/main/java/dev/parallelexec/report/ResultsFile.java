package dev.parallelexec.report;

import dev.parallelexec.task.TaskResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code results.json}: a task goes to a spool file when it ends, the whole is put together in list
 * order at the end, under another name first, so that nobody ever reads half of it.
 */
final class ResultsFile implements ReportPart {
  static final String NAME = "results.json";
  static final String SPOOL = ".results.spool";

  private final ListHead head;
  private final Path directory;
  private final TaskLogs logs;
  private final Timings timings;
  private final Console console;
  private final Json json = new Json();
  private final ResultText around = new ResultText(json);
  private final TaskText tasks;
  private final EndedTaskBytes facts = new EndedTaskBytes();
  private @Nullable Spool spool;

  /**
   * The first thing that went wrong; nothing is written after it. Of one thread at a time but for
   * the end, when other files are drawn while the results are written.
   */
  private volatile @Nullable IOException failure;

  /** What else is known of a task, and of who works. */
  record Sources(TaskLogs logs, Timings timings, Nodes nodes, Crew crew) {}

  ResultsFile(ListHead head, ReportOptions options, Sources sources, Console console) {
    this.head = head;
    this.timings = sources.timings();
    this.directory = options.directory();
    this.logs = sources.logs();
    this.tasks = new TaskText(json, sources.nodes());
    this.console = console;
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(directory);
      Leftovers.remove(directory);
      spool = new Spool(directory.resolve(SPOOL));
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void finished(TaskResult result) {
    try {
      keep(result);
    } catch (OutOfMemoryError e) {
      fail(new IOException("Maven's heap has no room for the result of " + result.task().id(), e));
    }
  }

  private void keep(TaskResult result) {
    Spool to = spool;
    if (to == null || failure != null) {
      return;
    }
    String log = logs.path(result.task());
    List<String> arguments = TaskText.arguments(result);
    Bytes text = tasks.of(result, arguments, log);
    try {
      int index = result.task().index();
      Bytes known = facts.of(result, arguments, timings, log);
      to.put(index, text, tasks.resultFrom(), tasks.resultLength(), known);
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Hands on the tasks that have ended, in list order; nothing where they could not be kept. */
  void tasks(EndedTask.Sink sink) throws IOException {
    Spool from = spool;
    if (from != null && failure == null) {
      from.facts((bytes, at, length) -> sink.take(EndedTaskBytes.read(bytes, at, length)));
    }
  }

  /** As {@link #tasks}, without those that were up to date. */
  void ran(EndedTask.Sink sink) throws IOException {
    Spool from = spool;
    if (from != null && failure == null) {
      from.facts(
          (bytes, at, length) -> {
            if (EndedTaskBytes.ran(bytes, at)) {
              sink.take(EndedTaskBytes.read(bytes, at, length));
            }
          });
    }
  }

  /** As {@link #tasks}, for one who wants little of most of them. */
  void most(EndedTask.QuickSink sink) throws IOException {
    Spool from = spool;
    if (from != null && failure == null) {
      QuietTask quiet = new QuietTask();
      from.facts(
          (bytes, at, length) -> {
            if (EndedTaskBytes.read(quiet, bytes, at)) {
              sink.take(quiet);
            } else {
              sink.take(EndedTaskBytes.read(bytes, at, length));
            }
          });
    }
  }

  /** Hands on one task, if it has ended. */
  void task(int index, EndedTask.Sink sink) throws IOException {
    Spool from = spool;
    if (from != null && failure == null) {
      from.facts(index, (bytes, at, length) -> sink.take(EndedTaskBytes.read(bytes, at, length)));
    }
  }

  /**
   * Puts the results together. Tasks may be read back meanwhile, by another thread.
   *
   * @throws IOException with a sentence for the user, which was told before, where the results, or
   *     one of them, could not be written
   */
  void write(ListEnd end) throws IOException {
    Spool from = spool;
    if (failure == null && from != null) {
      try {
        write(from, end);
      } catch (IOException e) {
        fail(e);
      }
    }
    IOException cause = failure;
    if (cause != null) {
      throw new IOException(sentence(cause), cause);
    }
  }

  /** What to look at after the end: the page, or, where there is none, the results themselves. */
  Path file() {
    Path page = directory.resolve(Page.NAME);
    return Files.exists(page) ? page : directory.resolve(NAME);
  }

  /** Whether nothing went wrong so far. */
  boolean written() {
    return failure == null;
  }

  /** See {@link ListReport#resultsJson}. */
  String resultsJson() throws IOException {
    Spool from = spool;
    if (failure != null || from == null) {
      throw new IOException(sentence(failure));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write('[');
    from.parts(
        (bytes, at, length) -> {
          if (all.size() > 1) {
            all.write(',');
          }
          all.write(bytes, at, length);
        });
    all.write(']');
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Spool open = spool;
    spool = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      console.debug("The spool of results in " + directory + " was not removed: " + e);
    }
  }

  private void write(Spool from, ListEnd end) throws IOException {
    WholeFile.write(
        directory.resolve(NAME),
        out -> {
          out.write(around.before(head, end).getBytes(StandardCharsets.UTF_8));
          boolean[] more = {false};
          from.fragments(
              (bytes, at, length) -> {
                if (more[0]) {
                  out.write(',');
                }
                out.write('\n');
                more[0] = true;
                out.write(bytes, at, length);
              });
          out.write(around.after(end).getBytes(StandardCharsets.UTF_8));
        });
  }

  private void fail(IOException e) {
    if (failure == null) {
      failure = e;
      console.warn(head.prefix() + sentence(e) + ". Outcomes are told on the console only.");
    }
  }

  private String sentence(@Nullable IOException e) {
    String where = "The results cannot be written to the directory " + directory;
    if (e == null) {
      return where;
    }
    boolean memory = e.getCause() instanceof OutOfMemoryError;
    String cure = memory ? "; raise -Xmx in MAVEN_OPTS" : ", or set reportsDirectory";
    return where + ": " + Trouble.with(e) + cure;
  }
}
