package dev.parallelexec.process;

import dev.parallelexec.jvm.Archives;
import dev.parallelexec.jvm.Fingerprint;
import dev.parallelexec.jvm.Preparation;
import dev.parallelexec.jvm.Tuning;
import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.SerialListener;
import dev.parallelexec.task.Call;
import dev.parallelexec.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All workers of one build in one plugin realm: those that serve a list, and the stock of warm ones
 * that wait for the next list of the same worker spec. Whoever opens it closes it at the end of the
 * build; then no worker is left. For any thread.
 */
public final class LocalWorkers extends Home implements AutoCloseable {
  /** Users' shutdown hooks get so long at the end of the build. */
  private static final long QUIT_MILLIS = 2_000;

  /**
   * What holds for the whole build.
   *
   * @param cache where what can be used by later builds is kept
   * @param archives where archives for quicker starts are kept
   * @param runId the build's, for tasks to read
   * @param debug gets lines for {@code -X}
   * @param info gets what people may want to know
   */
  public record Settings(
      Path cache, Path archives, String runId, Consumer<String> debug, Consumer<String> info) {}

  private final Settings settings;
  private final Permits permits;
  private final Patience patience;
  private final Door door;
  private final Workspace workspace;
  private final Hosting around;
  private final Path directory;
  private final Fork.Provisions provisions;
  private final ScheduledThreadPoolExecutor timer;
  private final Stock stock;
  private final Set<WorkerProcess> alive = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger files = new AtomicInteger();
  private volatile boolean terminating;

  /**
   * Starts nothing yet.
   *
   * @param shared found by every realm of the plugin in this build; JDK types only
   * @throws EngineException where no temporary directory or no port can be had
   */
  public LocalWorkers(Map<String, Object> shared, Settings settings) throws EngineException {
    this(shared, settings, Patience.USUAL);
  }

  LocalWorkers(Map<String, Object> shared, Settings settings, Patience patience)
      throws EngineException {
    this.settings = settings;
    this.patience = patience;
    this.permits = new Permits(shared);
    this.workspace = Workspace.open(settings.debug());
    this.directory = workspace.directory();
    this.door = door();
    this.around = new Hosting(door, new OomKills(), patience.hello());
    this.stock = new Stock(this);
    this.provisions =
        new Fork.Provisions(
            new Preparation(settings.cache(), directory, settings.debug()),
            new Archives(settings.archives(), directory, settings.debug(), settings.info()),
            new Tuning(settings.cache(), settings.debug()));
    this.timer = new ScheduledThreadPoolExecutor(1, this::timerThread);
    timer.setRemoveOnCancelPolicy(true);
    // What is still to come when the build has ended is not worth an exception on a reader's
    // thread.
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private Door door() throws EngineException {
    try {
      return new Door();
    } catch (IOException e) {
      forgetFiles();
      throw new EngineException("No port of this machine can be had for the workers: " + e, e);
    }
  }

  private Thread timerThread(Runnable work) {
    Thread thread = new Thread(work, "parallel-exec timer");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Makes ready what workers of this kind are started from, as it is now: takes time, the first
   * time, and needs no list. For any thread. What cannot be made ready is told when a worker
   * starts.
   *
   * @param leftOut files of the class path that do not make it another one, by absolute path: those
   *     that tasks write
   */
  public WorkerBase base(WorkerSpec spec, Predicate<Path> leftOut) {
    StockWorker.Key key =
        new StockWorker.Key(spec, Fingerprint.of(spec.launch().classPath(), leftOut));
    try {
      List<Path> unused =
          provisions.preparation().classPath(spec.launch().classPath(), key.fingerprint());
    } catch (IOException e) {
      settings.debug().accept("the workers' class path is not ready: " + e);
    }
    return new WorkerBase(key);
  }

  /** The same, for tasks that write nothing into the class path. */
  public WorkerBase base(WorkerSpec spec) {
    return base(spec, path -> false);
  }

  /** An engine for one list; its workers are started when its first tasks wait. */
  public Engine open(WorkerBase base, ListOptions options, PoolListener listener)
      throws EngineException {
    if (terminating) {
      throw new EngineException("The build is being stopped");
    }
    SerialListener serial = SerialListener.of(listener);
    return new LocalEngine(new Roster(this, base.key, options, serial, lists.incrementAndGet()));
  }

  /**
   * Calls a function that yields items, in a worker of its own, which is not counted.
   *
   * @throws EngineException where the worker cannot be started
   */
  public ItemFeed items(WorkerSpec spec, Call function) throws EngineException {
    if (terminating) {
      throw new EngineException("The build is being stopped");
    }
    ItemFeed feed = new ItemFeed(function);
    StockWorker.Key key = new StockWorker.Key(spec, Fingerprint.of(spec.launch().classPath()));
    WorkerProcess worker = process(key, 0, 0, 0);
    feed.start(worker, () -> alive.remove(worker));
    return feed;
  }

  @Override
  Stock stock() {
    return stock;
  }

  @Override
  Permits permits() {
    return permits;
  }

  @Override
  Patience patience() {
    return patience;
  }

  @Override
  boolean isTerminating() {
    return terminating;
  }

  @Override
  long nanos() {
    return System.nanoTime();
  }

  @Override
  Future<?> after(long nanos, Runnable work) {
    return timer.schedule(work, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  StockWorker create(StockWorker.Key key, Permits.Permit permit, ListOptions.Bounds bounds) {
    WorkerProcess worker = process(key, permit.slot(), bounds.workers(), bounds.tasks());
    return new StockWorker(worker, permit, key);
  }

  private WorkerProcess process(StockWorker.Key key, int slot, int workers, int tasks) {
    WorkerSpec spec = key.spec();
    Frame.Setup setup =
        new Frame.Setup(
            slot,
            settings.runId(),
            spec.properties(),
            spec.initializer(),
            spec.initializerArguments(),
            WorkerCommand.boundsMetaspace(spec.launch()));
    String mark = directory.getFileName() + "/worker-" + files.incrementAndGet();
    WorkerCommand.Seat seat = new WorkerCommand.Seat(slot, workers, tasks, settings.runId(), mark);
    Fork fork = new Fork(key, seat, provisions, directory, settings.debug(), this::isTerminating);
    WorkerProcess worker = new WorkerProcess(around, setup, stock.guest(), fork);
    alive.add(worker);
    if (terminating) {
      worker.kill();
    }
    return worker;
  }

  @Override
  void gone(StockWorker member) {
    alive.remove(member.worker());
    permits.release(member, member.permit);
  }

  /**
   * Ends all workers and their descendants at once; running tasks end as cancelled. For any thread,
   * also a shutdown hook's; nothing can be started afterwards.
   */
  public void terminate() {
    terminating = true;
    alive.forEach(WorkerProcess::kill);
  }

  /**
   * Deletes what workers left on disk, as far as that goes, and ends the processes that they left;
   * after {@link #terminate}.
   */
  public void forgetFiles() {
    Orphans.endAllBelow(directory.getFileName() + "/");
    try {
      workspace.close();
    } catch (IOException e) {
      settings.debug().accept("what workers left in " + directory + " could not be deleted: " + e);
    }
  }

  /**
   * Ends all workers in good order, for the end of the build. Blocks for two seconds at most; what
   * has not ended then is ended. The second call does nothing. Unless the build was stopped, or a
   * task started it (whose processes would be taken for left behind), the archives that it missed
   * are made in the background.
   */
  @Override
  public void close() {
    boolean stopped = terminating;
    terminating = true;
    List<WorkerProcess> all = new ArrayList<>(alive);
    for (WorkerProcess worker : all) {
      if (worker.isReady()) {
        worker.quit();
      } else {
        worker.kill();
      }
    }
    provisions.tuning().keep();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIT_MILLIS);
    for (WorkerProcess worker : all) {
      buryBy(worker, end);
    }
    timer.shutdownNow();
    try {
      door.close();
    } catch (IOException e) {
      settings.debug().accept("the workers' port could not be closed: " + e);
    }
    if (!stopped && !Nesting.here().nested()) {
      provisions.archives().train();
    }
    forgetFiles();
  }

  private static void buryBy(WorkerProcess worker, long end) {
    boolean interrupted = Thread.interrupted();
    try {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (!worker.awaitGone(left)) {
        worker.kill();
        worker.awaitGone(QUIT_MILLIS);
      }
    } catch (InterruptedException e) {
      worker.kill();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
