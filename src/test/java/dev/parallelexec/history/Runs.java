package dev.parallelexec.history;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Past.Known;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import dev.parallelexec.task.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An execution in a module: its lists run here, one task after the other, without a pool. */
final class Runs {
  static final Asked ASKED = new Asked(true, true, false, false, false, Resume.NONE);

  /** What a task does. */
  interface Body {
    /** Returns the result, as JSON; where it throws, the task has failed. */
    String run(Path basedir) throws IOException;
  }

  /** A task and what it does. */
  record Job(String id, String argument, List<FilePattern> in, List<FilePattern> out, Body body) {
    Job with(Body other) {
      return new Job(id, argument, in, out, other);
    }

    Job named(String other) {
      return new Job(other, argument, in, out, body);
    }

    Job arguing(String other) {
      return new Job(id, other, in, out, body);
    }

    Task task(int index) {
      return new Task(
          index,
          id,
          Call.function("com.acme.Sums::add"),
          new Arguments(List.of(Text.of(argument)), false),
          Map.of(),
          Limits.NONE,
          new Claims(1, Set.of(), in, out));
    }
  }

  final Path basedir;
  final String execution;
  final Path journal;
  final List<String> notices = new ArrayList<>();
  final List<String> debugs = new ArrayList<>();
  final Map<String, String> around = new TreeMap<>();

  /** Of the last run: what ran, what was up to date, and what was left out. */
  final List<String> ran = new ArrayList<>();

  final List<String> upToDate = new ArrayList<>();
  final List<String> leftOut = new ArrayList<>();
  final Map<String, String> values = new LinkedHashMap<>();
  @Nullable Path cache;
  boolean unreadable;

  /** What the lists of a build share; null where each list has a build of its own. */
  @Nullable Map<String, Object> build;

  Runs(Path basedir) {
    this(basedir, "gen");
  }

  Runs(Path basedir, String execution) {
    this.basedir = basedir;
    this.execution = execution;
    this.journal = basedir.resolve("target/parallel-exec/" + execution + "/journal.bin");
    around.put("the class path", "a.jar");
  }

  History open(Asked asked) {
    return open(asked, Contents.open(journal.resolveSibling("contents")));
  }

  History open(Asked asked, Contents contents) {
    Roots roots = Roots.of(basedir, Map.of());
    History.Options options =
        new History.Options(
            journal,
            "run",
            roots,
            asked,
            () -> {
              if (unreadable) {
                throw new UncheckedIOException(new IOException("unreadable"));
              }
              return Surroundings.of(around, roots);
            },
            notices::add,
            debugs::add);
    Path shared = cache;
    Map<String, Object> lists = build == null ? new ConcurrentHashMap<>() : build;
    return History.open(
        options,
        true,
        new OneWriter(roots, new Claimed(lists), execution),
        contents,
        shared == null ? null : OutputCache.open(shared, basedir, notices::add, debugs::add));
  }

  /** The whole list. */
  Runs run(Job... jobs) throws EngineException {
    return run(ASKED, List.of(jobs));
  }

  /** The whole list, to its end. */
  Runs run(Asked asked, Collection<Job> jobs) throws EngineException {
    History history = open(asked);
    each(history, jobs, Integer.MAX_VALUE);
    history.close(true);
    return this;
  }

  /** A run that ends without a word, after so many tasks. */
  void killed(Asked asked, Collection<Job> jobs, int after) throws EngineException {
    each(open(asked), jobs, after);
  }

  private void each(History history, Collection<Job> jobs, int most) throws EngineException {
    List.of(ran, upToDate, leftOut).forEach(List::clear);
    values.clear();
    int index = 0;
    for (Job job : jobs) {
      Task task = job.task(index++);
      Known known = history.known(task);
      if (known == null && ran.size() == most) {
        return;
      }
      if (known == null) {
        ran.add(job.id());
        history.ended(result(job, task), object(job));
      } else {
        (known.told() ? upToDate : leftOut).add(job.id());
        values.put(job.id(), known.attempt().value());
      }
    }
  }

  private static byte[] object(Job job) {
    return job.argument().startsWith("object") ? bytes(job.argument()) : new byte[0];
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static TaskResult passed(Task task) {
    return passed(task, "null");
  }

  static TaskResult failed(Task task) {
    return new TaskResult(
        task, List.of(Attempt.failed(1, Outcome.FAILED, Failure.of("it failed"), Span.NONE)));
  }

  private static TaskResult passed(Task task, String value) {
    Span span = new Span(1, 0, 1, 1, 1);
    return new TaskResult(
        task, List.of(new Attempt(1, Outcome.PASSED, value, null, span, false, List.of())));
  }

  private TaskResult result(Job job, Task task) {
    try {
      String value = job.body().run(basedir);
      values.put(job.id(), value);
      return passed(task, value);
    } catch (IOException e) {
      Outcome outcome = "cancelled".equals(e.getMessage()) ? Outcome.CANCELLED : Outcome.FAILED;
      return new TaskResult(
          task, List.of(Attempt.failed(1, outcome, Failure.of(e.toString()), Span.NONE)));
    }
  }

  /** Why each task would run; null where it would not. */
  @Nullable String why(Asked asked, Job job) throws EngineException {
    try (History history = open(asked)) {
      return history.why(job.task(0));
    }
  }

  @Nullable String why(Job job) throws EngineException {
    return why(ASKED, job);
  }

  void write(String name, String content) throws IOException {
    write(basedir.resolve(name), content);
  }

  static void write(Path file, String content) throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.writeString(file, content);
  }

  String read(String name) throws IOException {
    return Files.readString(basedir.resolve(name));
  }

  boolean has(String name) {
    return Files.exists(basedir.resolve(name));
  }

  /** A task that copies a file. */
  static Job copy(String id, String from, String to) {
    return new Job(
        id,
        id,
        List.of(FilePattern.path(from)),
        List.of(FilePattern.path(to)),
        basedir -> {
          write(basedir.resolve(to), Files.readString(basedir.resolve(from)));
          return "\"" + to + "\"";
        });
  }

  /** Writes a file for each letter of its input into its own directory. */
  static Job letters(String id) {
    return new Job(
        id,
        id,
        List.of(FilePattern.path("src/" + id + ".txt")),
        List.of(new FilePattern("out/" + id, ".*", "out/" + id + "/**")),
        basedir -> {
          String input = Files.readString(basedir.resolve("src/" + id + ".txt"));
          for (char c : input.toCharArray()) {
            write(basedir.resolve("out/" + id + "/" + c), "content of " + c);
          }
          return Integer.toString(input.length());
        });
  }
}
