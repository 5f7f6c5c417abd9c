package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.NodeFiles;
import dev.parallelexec.task.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Places on a Spark cluster. For each worker there is one Spark job of one task, which has a slot
 * as long as the worker lives; a driver JVM on this machine keeps them, and is started for the
 * first. No class of Spark's is loaded here.
 */
final class SparkPlacement implements Placement {
  /** A driver that dies may have had bad luck; the third time it is no luck. */
  private static final int RESTARTS = 2;

  private static final Duration REMINDER = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final EngineKind.Settings settings;
  private final SparkSettings spark;
  private final InetAddress address;
  private final EngineKind.Surroundings around;
  private final Path directory;
  private final NamedJars jars;
  private final ExecutorFiles executors;
  private final SparkHome home;
  private final ReentrantLock starting = new ReentrantLock();
  private final AtomicLong reminded = new AtomicLong();
  private int drivers;
  private volatile boolean hadPlace;
  private volatile boolean closed;
  private volatile @Nullable Driver driver;

  /** Finds Spark; blocks while it is downloaded. */
  SparkPlacement(
      EngineKind.Settings settings,
      SparkSettings spark,
      InetAddress address,
      EngineKind.Surroundings around)
      throws EngineException, IOException {
    this.settings = settings;
    this.spark = spark;
    this.address = address;
    this.around = around;
    this.directory = Files.createTempDirectory("parallel-exec-spark").toRealPath();
    this.jars = new NamedJars(Files.createDirectory(directory.resolve("files")));
    this.executors = new ExecutorFiles(spark.staging(), settings, around, address);
    this.home = SparkHome.of(spark, around, System.getenv(), directory);
  }

  @Override
  public InetAddress address() {
    return address;
  }

  @Override
  public Placed start(Worker worker, String line) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    List<Path> classPath = jars.of(worker.classPath());
    Driver by = driver();
    RemoteWorker asked = by.place(classPath);
    try {
      RemoteWorker arrived = awaited(asked.arrived(), by, begin);
      hadPlace = true;
      NodeFiles files = executors.ready(by, arrived, worker);
      UnaryOperator<String> there = files == null ? UnaryOperator.identity() : files::there;
      if (files != null) {
        name(worker, arrived, files);
      }
      arrived.go(Order.of(worker, classPath, line, there).message(0), files);
      return awaited(arrived.placed(), by, begin);
    } catch (IOException | InterruptedException | RuntimeException e) {
      asked.process().destroyForcibly();
      throw e;
    }
  }

  /** Spark has brought the class path, so that nothing of it need be brought again. */
  private void name(Worker worker, RemoteWorker arrived, NodeFiles files) throws IOException {
    for (Path entry : worker.classPath()) {
      if (Files.isRegularFile(entry)) {
        files.stored(entry, arrived.directory() + "/" + jars.of(entry).getFileName());
      }
    }
  }

  private <T> T awaited(CompletableFuture<T> asked, Driver by, long begin)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return asked.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw failed(by, e.getCause());
      } catch (TimeoutException e) {
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        Duration most = settings.startTimeout();
        if (!hadPlace && !most.isZero() && waited.compareTo(most) > 0) {
          String what = "no slot for the first worker within " + Limits.text(most);
          throw new IOException(Advice.sentence(spark, what, by.words(), by.isReady()));
        }
        remind(by);
      }
    }
  }

  /** Of all that wait one tells it. */
  private void remind(Driver by) {
    long last = reminded.get();
    long now = System.nanoTime();
    if (now - last > REMINDER.toNanos() && reminded.compareAndSet(last, now)) {
      around
          .info()
          .accept(
              by.isReady()
                  ? "waiting for slots at " + spark.master()
                  : "waiting for Spark's master at " + spark.master());
    }
  }

  private IOException failed(Driver by, @Nullable Throwable cause) {
    List<String> said = new ArrayList<>(by.words());
    said.add(cause == null ? "" : String.valueOf(cause.getMessage()));
    List<String> dead = by.dead();
    String what = dead == null ? "a worker could not be started" : "the driver ended";
    return new IOException(Advice.sentence(spark, what, dead == null ? said : dead, by.isReady()));
  }

  /** The one that lives, else the next. */
  private Driver driver() throws IOException, InterruptedException {
    starting.lockInterruptibly();
    try {
      Driver last = driver;
      List<String> said = last == null ? null : last.dead();
      if (last != null && said == null) {
        return last;
      }
      if (closed) {
        throw new IOException("the engine spark is closed");
      }
      if (drivers > RESTARTS) {
        String what = "the driver ended " + drivers + " times";
        throw new IOException(Advice.sentence(spark, what, said == null ? List.of() : said, true));
      }
      drivers++;
      Driver next = started();
      driver = next;
      return next;
    } finally {
      starting.unlock();
    }
  }

  private Driver started() throws IOException {
    around
        .info()
        .accept("starting the driver of Spark " + spark.version() + " at " + spark.master());
    reminded.set(System.nanoTime());
    Path own = Files.createDirectories(directory.resolve("driver-" + drivers));
    String host = address.getHostAddress();
    DriverCommand command = new DriverCommand(home, around.plugin(), own, host);
    Map<String, String> conf = spark.conf(String.valueOf(settings.project().getFileName()), host);
    String others = conf.getOrDefault("spark.jars", "");
    String ours = jars.of(around.plugin()).toUri().toString();
    conf.put("spark.jars", others.isEmpty() ? ours : ours + "," + others);
    List<String> texts = new ArrayList<>(List.of(directory.toString()));
    conf.forEach((name, value) -> texts.addAll(List.of(name, value)));
    return new Driver(command.start(), Message.of(Message.Kind.SETTINGS, 0, texts), around.debug());
  }

  @Override
  public void close() {
    closed = true;
    executors.close();
    starting.lock();
    try {
      Driver last = driver;
      if (last != null) {
        last.close();
      }
    } finally {
      starting.unlock();
    }
    Leftovers.delete(directory);
  }
}
