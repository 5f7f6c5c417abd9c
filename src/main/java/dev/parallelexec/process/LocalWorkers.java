package dev.parallelexec.process;

import dev.parallelexec.jvm.Fingerprint;
import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Placement;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All workers of one build in one plugin realm that are on this machine, or that one placement has
 * put elsewhere: those that serve a list, and the stock of warm ones that wait for the next list of
 * the same worker spec. Whoever opens it closes it at the end of the build; then no worker is left.
 * For any thread.
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
  private final Ground ground;
  private final Alarms alarms = new Alarms();
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
    this(shared, settings, Patience.USUAL, null);
  }

  /**
   * The same, for workers elsewhere.
   *
   * @param shared for these alone: what they may have is no matter of this machine's
   * @param placement closed with this
   */
  public LocalWorkers(Map<String, Object> shared, Settings settings, Placement placement)
      throws EngineException {
    this(shared, settings, Patience.USUAL, placement);
  }

  LocalWorkers(
      Map<String, Object> shared,
      Settings settings,
      Patience patience,
      @Nullable Placement placement)
      throws EngineException {
    this.settings = settings;
    this.patience = patience;
    this.permits = new Permits(shared);
    this.workspace = Workspace.open(settings.debug());
    this.ground = Ground.of(settings, workspace.directory(), placement);
    this.door = door();
    this.around = new Hosting(door, ground.kills(), patience);
    this.stock = new Stock(this);
    ground.watch(this, alive);
  }

  private Door door() throws EngineException {
    try {
      return ground.door(patience);
    } catch (IOException e) {
      forgetFiles();
      throw new EngineException("No port of this machine can be had for the workers: " + e, e);
    }
  }

  /**
   * Makes ready what workers of this kind are started from, as it is now: takes time, the first
   * time, and needs no list. For any thread. What cannot be made ready a worker's start tells.
   *
   * @param leftOut files of the class path that do not make it another one, by absolute path: those
   *     that tasks write
   */
  public WorkerBase base(WorkerSpec spec, Predicate<Path> leftOut) {
    StockWorker.Key key =
        new StockWorker.Key(spec, Fingerprint.of(spec.launch().classPath(), leftOut));
    try {
      ground.prepare(key);
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
  boolean here() {
    return ground.here();
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
    return alarms.after(nanos, work);
  }

  @Override
  StockWorker create(StockWorker.Key key, Permits.Permit permit, ListOptions.Bounds bounds) {
    WorkerProcess worker = process(key, permit.slot(), bounds.workers(), bounds.tasks());
    return new StockWorker(here() ? worker : new Carrying(worker), permit, key);
  }

  private WorkerProcess process(StockWorker.Key key, int slot, int workers, int tasks) {
    WorkerSpec spec = key.spec();
    String mark = workspace.directory().getFileName() + "/worker-" + files.incrementAndGet();
    Frame.Setup setup =
        new Frame.Setup(
            slot,
            settings.runId(),
            spec.properties(),
            spec.initializer(),
            spec.initializerArguments(),
            WorkerCommand.boundsMetaspace(spec.launch()),
            here() ? workspace.directory().resolveSibling(mark + ".said").toString() : "",
            here() ? Marks.secret() : "");
    WorkerCommand.Seat seat = new WorkerCommand.Seat(slot, workers, tasks, settings.runId(), mark);
    Starter starter = ground.starter(key, seat, this::isTerminating);
    WorkerProcess worker = new WorkerProcess(around, setup, stock.guest(), starter);
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
   * Gives back places elsewhere, deletes what workers left on disk, as far as that goes, and ends
   * the processes that they left; after {@link #terminate}.
   */
  public void forgetFiles() {
    Orphans.endAllBelow(workspace.directory().getFileName() + "/");
    ground.close(false);
    try {
      workspace.close();
    } catch (IOException e) {
      settings.debug().accept(workspace.directory() + " could not be deleted: " + e);
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
    ground.noMoreWorkers();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIT_MILLIS);
    for (WorkerProcess worker : all) {
      buryBy(worker, end);
    }
    alarms.stop();
    try {
      door.close();
    } catch (IOException e) {
      settings.debug().accept("the workers' port could not be closed: " + e);
    }
    ground.close(!stopped && !Nesting.here().nested());
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
