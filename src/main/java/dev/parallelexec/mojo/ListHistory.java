package dev.parallelexec.mojo;

import dev.parallelexec.history.Asked;
import dev.parallelexec.history.ClassPathContents;
import dev.parallelexec.history.Contents;
import dev.parallelexec.history.History;
import dev.parallelexec.history.OneWriter;
import dev.parallelexec.history.OutputCache;
import dev.parallelexec.history.Roots;
import dev.parallelexec.history.Surroundings;
import dev.parallelexec.jvm.JavaRuntime;
import dev.parallelexec.process.WorkerSpec;
import dev.parallelexec.report.LastTimes;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Mode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs of an execution left: how long its tasks took, and its history, of which this
 * says what tasks depend on and where it is kept. Both are read on a thread of its own while the
 * goal's thread makes the tasks.
 */
final class ListHistory {
  private static final String JOURNAL = "journal.bin";
  private static final String CONTENTS = ".contents";

  private final RunGoal goal;
  private final ListRequest list;
  private final OneWriter writers;
  private final FutureTask<LastTimes> timing;
  private final FutureTask<History> opening = new FutureTask<>(this::opened);

  /** What was said before there was anybody to say it to. Guards itself. */
  private final List<String> early = new ArrayList<>();

  private @Nullable Consumer<String> notice;

  /** Set before a task is asked for. */
  private volatile @Nullable Around around;

  /**
   * What tasks depend on.
   *
   * @param spec of the workers
   * @param java their JDK's version
   * @param outputs files that task lists of the module write, by absolute path
   */
  private record Around(WorkerSpec spec, String java, Predicate<Path> outputs) {}

  private ListHistory(RunGoal goal, ListRequest list, OneWriter writers, Path times) {
    this.goal = goal;
    this.list = list;
    this.writers = writers;
    this.timing = new FutureTask<>(() -> LastTimes.read(times));
  }

  /**
   * Begins to read. No other list of the execution runs.
   *
   * @param writers knows which task writes what
   * @param times where is kept how long tasks took
   */
  static ListHistory begin(RunGoal goal, ListRequest list, OneWriter writers, Path times) {
    ListHistory history = new ListHistory(goal, list, writers, times);
    Thread thread = new Thread(history::read, "parallel-exec history");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      goal.getLog().debug("There is no thread to read what earlier runs left: " + e);
    }
    return history;
  }

  /** In the order in which it is asked for. */
  private void read() {
    timing.run();
    opening.run();
  }

  /** Paths that lie elsewhere in another clone and mean the same. */
  private static Roots roots(RunGoal goal) {
    Map<String, Path> others = new LinkedHashMap<>();
    others.put(
        "repository",
        goal.session.getRepositorySession().getLocalRepository().getBasedir().toPath());
    File build = goal.session.getRequest().getMultiModuleProjectDirectory();
    if (build != null) {
      others.put("build", build.toPath());
    }
    return Roots.of(goal.basedir(), others);
  }

  /**
   * What the tasks depend on is known.
   *
   * @param outputs files that task lists of the module write, by absolute path
   */
  void around(WorkerSpec spec, PoolRequest pool, Predicate<Path> outputs) {
    JavaRuntime java = pool.jvm().java();
    around = new Around(spec, java == null ? "" : java.version(), outputs);
  }

  /** How long the tasks took; waits until that is read. */
  LastTimes times() {
    return awaited(timing);
  }

  /**
   * Waits until it is open, also where the thread is interrupted, which it then still is.
   *
   * @param teller told what people should know
   */
  History open(Consumer<String> teller) {
    History history = awaited(opening);
    synchronized (early) {
      notice = teller;
      early.forEach(teller);
      early.clear();
    }
    return history;
  }

  /** Nobody will need it. */
  void forget() {
    if (!opening.cancel(false)) {
      awaited(opening).close();
    }
  }

  private static <T> T awaited(FutureTask<T> reading) {
    boolean interrupted = false;
    // Without effect where it has begun.
    reading.run();
    try {
      while (true) {
        try {
          return reading.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("What earlier runs left cannot be read", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void tell(String text) {
    Consumer<String> teller;
    synchronized (early) {
      teller = notice;
      if (teller == null) {
        early.add(text);
      }
    }
    if (teller != null) {
      teller.accept(text);
    }
  }

  private History opened() {
    Log log = goal.getLog();
    Path directory = list.console().directory();
    Path module = directory.getParent();
    Contents contents = Contents.open((module == null ? directory : module).resolve(CONTENTS));
    Path cache = list.earlier().cache();
    History.Options options =
        new History.Options(
            directory.resolve(JOURNAL),
            goal.session.getStartTime().toInstant().toString(),
            roots(goal),
            asked(list),
            () -> surroundings(contents),
            this::tell,
            log::debug);
    return History.open(
        options,
        log.isDebugEnabled(),
        writers,
        contents,
        cache == null ? null : OutputCache.open(cache, goal.basedir(), this::tell, log::debug));
  }

  private static Asked asked(ListRequest list) {
    return new Asked(
        list.tasks().incremental(),
        list.tasks().selection().isAll(),
        list.mode() == Mode.APPLY,
        list.policy().reducer() != null,
        list.earlier().force(),
        list.earlier().resume());
  }

  /** For each what it is called in a sentence; first what changes most. */
  private Surroundings surroundings(Contents contents) {
    Around known = around;
    if (known == null) {
      throw new IllegalStateException("tasks are asked for before their workers are known");
    }
    WorkerSpec spec = known.spec();
    Map<String, String> texts = new LinkedHashMap<>();
    try {
      List<Path> classPath = spec.launch().classPath();
      texts.put("the class path", ClassPathContents.of(classPath, known.outputs(), contents));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    texts.put("the JVM arguments", String.join("\n", spec.launch().jvmArguments()));
    texts.put("the JDK", known.java());
    texts.put("the environment variables", environment());
    texts.put("the system properties", new TreeMap<>(spec.properties()).toString());
    Call initializer = spec.initializer();
    texts.put(
        "the initializer",
        (initializer == null ? "" : initializer.text()) + spec.initializerArguments());
    texts.put("the working directory", String.valueOf(spec.launch().directory()));
    texts.put("the plugin", goal.mojoExecution.getPlugin().getVersion());
    return Surroundings.of(texts, roots(goal));
  }

  /** Those that the POM declares: what else there is differs between two shells. */
  private String environment() {
    Map<String, String> declared = new TreeMap<>();
    if (goal.environmentVariables != null) {
      goal.environmentVariables.forEach((name, value) -> declared.put(name, "" + value));
    }
    return declared + " without " + PoolConversion.list(goal.excludedEnvironmentVariables);
  }
}
