package dev.parallelexec.mojo;

import dev.parallelexec.history.Claimed;
import dev.parallelexec.jvm.Archives;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Locks;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.process.LocalWorkers;
import dev.parallelexec.report.Bottom;
import dev.parallelexec.report.Ci;
import dev.parallelexec.report.ModulePages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * What the executions of one build share: warm workers, fired lists, and the end of it all.
 *
 * <p>A plugin's classes may be loaded several times in one build (a module that gives the plugin
 * dependencies has its own), so there is one of these for each class loader. What the whole build
 * shares is a map of JDK types under a key of the repository session; it holds this object under
 * the class loader, and the workers' own shared map under a text. Nothing is static: a resident
 * Maven keeps the classes, not the session.
 *
 * <p>A shutdown hook of the JVM ends the workers when Maven is stopped by a signal, which no
 * listener hears of. Build threads go on while hooks run, so from then on no work is taken.
 */
final class BuildSession {
  private static final String KEY = "dev.parallelexec.build";
  private static final String SHARED = "shared";
  private static final String RUN = "run";
  private static final String STOPPED = "Maven was stopped";
  private static final long HOLD_SECONDS = 3;

  /** So long reports may take to tell no more of single tasks, before the workers are ended. */
  private static final Duration QUIET = Duration.ofMillis(400);

  /** So long they may take to write and say what was known. */
  private static final Duration LAST_WORDS = Duration.ofMillis(2_500);

  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final LocalWorkers.Settings settings;
  private final Map<String, Object> shared;
  private final PendingLists pending = new PendingLists();
  private final AtomicInteger annotations = new AtomicInteger(Ci.MOST_ANNOTATIONS);
  private final ModulePages pages = new ModulePages();
  private final Bottom bottom = new Bottom(new MavenTerminal());
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::stopped, "parallel-exec-shutdown");
  private final CtrlC ctrlC = CtrlC.exits();
  private final Engines engines = new Engines();
  private volatile boolean stopping;

  private BuildSession(Map<String, Object> shared, LocalWorkers.Settings settings) {
    this.shared = shared;
    this.settings = settings;
  }

  /** The one of this build; the first call opens it. */
  static BuildSession of(MavenSession session, Log log) {
    Map<Object, Object> build = data(session.getRepositorySession().getData());
    return (BuildSession)
        build.computeIfAbsent(
            BuildSession.class.getClassLoader(), loader -> open(build, loader, session, log));
  }

  @SuppressWarnings("unchecked") // ours under our key, in whichever class loader it was made
  private static Map<Object, Object> data(SessionData data) {
    Object known = data.get(KEY);
    while (known == null) {
      Map<Object, Object> made = new ConcurrentHashMap<>();
      made.put(SHARED, new ConcurrentHashMap<String, Object>());
      made.put(RUN, RUN_ID.format(Instant.now()) + '-' + ProcessHandle.current().pid());
      data.set(KEY, null, made);
      known = data.get(KEY);
    }
    return (Map<Object, Object>) known;
  }

  @SuppressWarnings("unchecked")
  private static BuildSession open(
      Map<Object, Object> build, Object loader, MavenSession session, Log log) {
    Path repository = session.getRepositorySession().getLocalRepository().getBasedir().toPath();
    LocalWorkers.Settings settings =
        new LocalWorkers.Settings(
            repository.resolve(".cache").resolve("parallel-exec"),
            Archives.usersDirectory(),
            String.valueOf(build.get(RUN)),
            log::debug,
            log::info);
    BuildSession opened = new BuildSession((Map<String, Object>) shared(build), settings);
    opened.listen(session.getRequest(), () -> build.remove(loader));
    Runtime.getRuntime().addShutdownHook(opened.hook);
    return opened;
  }

  private static Object shared(Map<Object, Object> build) {
    return Objects.requireNonNull(build.get(SHARED));
  }

  private void listen(MavenExecutionRequest request, Runnable forget) {
    ExecutionListener before = request.getExecutionListener();
    SessionListener[] ours = new SessionListener[1];
    ours[0] =
        new SessionListener(
            before,
            new SessionEnds(
                pending,
                pages::draw,
                () -> {
                  forget.run();
                  // Another class loader's listener may stand before ours by now; then ours stays
                  // in the chain and passes on.
                  if (request.getExecutionListener() == ours[0]) {
                    request.setExecutionListener(before);
                  }
                  close();
                }));
    request.setExecutionListener(ours[0]);
  }

  /**
   * The workers; the first call makes them ready.
   *
   * @throws EngineException where Maven is being stopped, or workers cannot be had
   */
  LocalWorkers workers() throws EngineException {
    return engines.get("", () -> new LocalWorkers(shared, settings));
  }

  /**
   * The workers of an engine; the first call opens that.
   *
   * @param engine null for this machine
   * @throws EngineException as for {@link #workers()}, or where the engine cannot be opened
   */
  LocalWorkers workers(RunGoal goal, @Nullable EngineRequest engine) throws EngineException {
    if (engine == null) {
      return workers();
    }
    return engines.get(engine.key(), () -> opened(goal, engine));
  }

  private LocalWorkers opened(RunGoal goal, EngineRequest engine) throws EngineException {
    Placement placement =
        engine.kind().open(engine.settings(), new EngineSurroundings(goal, settings.cache()));
    try {
      return new LocalWorkers(sharedBy(engine), settings, placement);
    } catch (EngineException e) {
      placement.close();
      throw e;
    }
  }

  /** What the realms of the plugin share of an engine: its slots are numbers of its own. */
  @SuppressWarnings("unchecked") // ours, in whichever class loader it was made
  private Map<String, Object> sharedBy(EngineRequest engine) {
    return (Map<String, Object>)
        shared.computeIfAbsent(engine.key(), key -> new ConcurrentHashMap<String, Object>());
  }

  /** The locks of this build's tasks, the same in all class loaders. */
  Locks locks() {
    return new Locks(shared);
  }

  /** Which list of this build writes which file, the same in all class loaders. */
  Claimed claimed() {
    return new Claimed(shared);
  }

  /** The end of the terminal's screen, which the lists of this build share. */
  Bottom bottom() {
    return bottom;
  }

  /** What is drawn of modules. */
  ModulePages pages() {
    return pages;
  }

  /** How many annotations a CI service still takes from this build. */
  AtomicInteger annotations() {
    return annotations;
  }

  /** Which run of Maven this is: the same text in all class loaders. */
  String run() {
    return settings.runId();
  }

  /** Where is kept how long the tasks of an execution took, between builds. */
  Path times(MavenProject project, Path reports) {
    return settings
        .cache()
        .resolve("times")
        .resolve(project.getGroupId())
        .resolve(project.getArtifactId())
        .resolve(reports.getFileName() + ".json");
  }

  /** Whether nobody in this build has asked this before; for what is said once. */
  boolean firstTime(String what) {
    return shared.putIfAbsent(what, true) == null;
  }

  PendingLists pending() {
    return pending;
  }

  /** From now on a signal finishes the list's report, and keeps what is known of it. */
  void running(Running list) {
    running.add(list);
  }

  /** The list has come to its end. */
  void ended(Running list) {
    running.remove(list);
  }

  /** On the hook's thread: the workers, which may do harm, then what people read. */
  private void stopped() {
    stopping = true;
    List<LocalWorkers> all = engines.close();
    LastWords.within(QUIET, running, list -> list.report().stopping(STOPPED));
    all.forEach(LocalWorkers::terminate);
    LastWords.within(LAST_WORDS, running, list -> list.stopped(STOPPED));
    LastWords.within(QUIET, List.of(pages), ModulePages::draw);
    LastWords.within(QUIET, List.of(bottom), Bottom::close);
    all.forEach(LocalWorkers::forgetFiles);
  }

  /**
   * Does not return while the JVM is being shut down, so that nobody tells of a failure which is
   * none. Bounded, for the case that someone else's hook waits for this thread.
   */
  void holdWhileStopping() {
    if (stopping) {
      try {
        boolean unused = new CountDownLatch(1).await(HOLD_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void close() {
    List<LocalWorkers> all = engines.close();
    pages.draw();
    bottom.close();
    ctrlC.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it runs already, and ends the workers
    }
    all.forEach(LocalWorkers::close);
  }
}
