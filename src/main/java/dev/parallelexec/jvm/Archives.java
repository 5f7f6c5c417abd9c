package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The archives that the workers of one build use, and those that it asks for. A build without one
 * has its first worker write down which classes it loads; at the end of the build a {@link Trainer}
 * makes the archive of them, and the next build's workers map their classes into memory, where
 * others read, check and link them one by one.
 *
 * <p>Nothing here fails a build: where there can be no archive, workers start without, and why is
 * said once. For any thread.
 */
public final class Archives {
  /**
   * An archived class saves 0.15 ms of a start (Checkstyle, 3,300 classes, JDK 17 and 25). A worker
   * with nothing to do loads 811 (17) to 985 (25), most of them out of the JDK's own archive; with
   * 300 to 500 more an archive saves as much as a bare JVM takes to start.
   */
  private static final int WORTH_IT = 1_300;

  private final ArchiveShelf shelf;
  private final Path workspace;
  private final ArchivePlanning planning;
  private final Consumer<String> debug;
  private final Consumer<String> info;
  private final Set<String> said = new HashSet<>();
  private final Map<String, Optional<ArchivePlan>> plans = new HashMap<>();
  private final Map<Path, CompletableFuture<Boolean>> checks = new HashMap<>();
  private final Map<Path, ArchivePlan> wanted = new LinkedHashMap<>();

  /**
   * Does nothing yet.
   *
   * @param directory the user's, for all builds
   * @param workspace of this build; what is in it does not outlive it
   * @param debug for what goes as usual
   * @param info for what people may want to know; it gets each sentence once
   */
  public Archives(Path directory, Path workspace, Consumer<String> debug, Consumer<String> info) {
    this.shelf = new ArchiveShelf(directory.toAbsolutePath());
    this.workspace = workspace.toAbsolutePath().normalize();
    this.debug = debug;
    this.info = info;
    this.planning = new ArchivePlanning(shelf, this.workspace, debug, this::say);
  }

  /** Where the archives of this user are. */
  public static Path usersDirectory() {
    return ArchiveShelf.usersOwn(
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", "")));
  }

  /** What a plan depends on. Deliberately no record, whose first hash code takes 20 ms. */
  private static String asked(Launch launch, String fingerprint, long heapBytes) {
    List<String> parts = new ArrayList<>(launch.jvmArguments());
    parts.add(launch.java().toString());
    parts.add(String.valueOf(launch.sharing().wanted()));
    for (String variable : Launch.VARIABLES) {
      parts.add(launch.environment().getOrDefault(variable, ""));
    }
    parts.add(fingerprint);
    parts.add(Long.toString(heapBytes));
    return String.join("\n", parts);
  }

  private synchronized void say(String sentence) {
    if (said.add(sentence)) {
      info.accept(sentence);
    }
  }

  /**
   * How to start a worker.
   *
   * @param classPath ours first, then the user's, patched
   * @param fingerprint of the user's class path
   * @param heapBytes the largest heap; 0 where it is not known
   */
  public synchronized QuickStart start(
      Launch launch, List<Path> classPath, String fingerprint, long heapBytes) {
    Optional<ArchivePlan> plan =
        plans.computeIfAbsent(
            asked(launch, fingerprint, heapBytes),
            key -> planning.plan(launch, classPath, heapBytes));
    if (plan.isEmpty()) {
      return QuickStart.plain(classPath);
    }
    ArchiveEntry entry = plan.get().entry();
    if (plan.get().made() && plan.get().checked()) {
      return archived(plan.get()).orElseGet(() -> QuickStart.plain(classPath));
    }
    boolean first = wanted.putIfAbsent(entry.directory(), plan.get()) == null;
    return first && !plan.get().made()
        ? new QuickStart(
            classPath, List.of("-XX:DumpLoadedClassList=" + list(entry)), QuickStart.NONE)
        : QuickStart.plain(classPath);
  }

  private Path list(ArchiveEntry entry) {
    return workspace.resolve(entry.directory().getFileName() + ".classes");
  }

  private Optional<QuickStart> archived(ArchivePlan plan) {
    ArchiveEntry entry = plan.entry();
    CompletableFuture<Boolean> check =
        checks.computeIfAbsent(
            entry.directory(),
            key -> CompletableFuture.supplyAsync(() -> isSound(entry), Archives::apart));
    if (check.isDone() && !check.join()) {
      return Optional.empty();
    }
    List<String> options = new ArrayList<>();
    if (!plan.logged()) {
      // Else the JVM says on standard output, which is the user's, what it thinks of the archive.
      options.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr"));
    }
    options.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + entry.archive()));
    return Optional.of(new QuickStart(plan.classPath(), options, new Used(entry, check)));
  }

  /** In a thread of its own: the worker starts meanwhile. */
  private static void apart(Runnable work) {
    Thread thread = new Thread(work, "parallel-exec archive check");
    thread.setDaemon(true);
    thread.start();
  }

  private boolean isSound(ArchiveEntry entry) {
    try {
      if (!entry.isSound(entry.note())) {
        say(
            "The archive of the workers' classes in %s is damaged: it is deleted, workers start without"
                .formatted(entry.directory()));
        entry.forget();
        return false;
      }
      entry.touch();
    } catch (IOException e) {
      debug.accept(entry.directory() + " cannot be changed: " + e);
    }
    return true;
  }

  private void drop(ArchiveEntry entry, String death) {
    synchronized (this) {
      checks.put(entry.directory(), CompletableFuture.completedFuture(false));
    }
    try {
      entry.fail("a worker could not be started with it: " + death);
    } catch (IOException e) {
      debug.accept(entry.directory() + " cannot be changed: " + e);
    }
    say(
        "A worker could not be started with the archive of its classes in %s: %s. It was started"
                .formatted(entry.directory(), death)
            + " without, and the archive is dropped");
  }

  private final class Used implements QuickStart.Archive {
    private final ArchiveEntry entry;
    private final CompletableFuture<Boolean> check;

    Used(ArchiveEntry entry, CompletableFuture<Boolean> check) {
      this.entry = entry;
      this.check = check;
    }

    @Override
    public boolean isUsed() {
      return true;
    }

    @Override
    public boolean isSound() {
      return check.join();
    }

    @Override
    public void blame(String death) {
      drop(entry, death);
    }
  }

  /**
   * At the end of the build, when no worker is left: has the missing archives made in the
   * background. Takes some milliseconds, and waits for nothing.
   */
  public synchronized void train() {
    List<String> keys = new ArrayList<>();
    for (ArchivePlan plan : wanted.values()) {
      try {
        if (plan.made() || ClassList.names(list(plan.entry()), WORTH_IT)) {
          ask(plan);
          keys.add(String.valueOf(plan.entry().directory().getFileName()));
        }
      } catch (IOException e) {
        debug.accept("No archive can be asked for in " + shelf.directory() + ": " + e);
      }
    }
    if (!keys.isEmpty()) {
      train(wanted.values().iterator().next().request().java(), keys);
    }
  }

  private void ask(ArchivePlan plan) throws IOException {
    ArchiveEntry entry = plan.entry();
    Files.createDirectories(entry.directory());
    if (!plan.made()) {
      AtomicFile.write(entry.list(), out -> Files.copy(list(entry), out));
    }
    plan.request().write(entry.request());
  }

  private void train(Path java, List<String> keys) {
    try {
      Trainer.start(java, shelf, keys);
      debug.accept(
          "An archive of the workers' classes is made in the background, in " + shelf.directory());
    } catch (IOException e) {
      debug.accept("No archive of the workers' classes can be made: " + e);
    }
  }
}
