package dev.parallelexec.process;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * What real connections cost Maven's side: all of the engine is real, from the door to the pulse;
 * all workers are in one other JVM ({@link Crowd}) on this machine. nodes.py runs it.
 *
 * <pre>
 * Connections &lt;workers&gt; &lt;tasks&gt; &lt;milliseconds a task&gt;
 * </pre>
 *
 * <p>It prints: workers, seconds until all took tasks, threads at most, megabytes of resident
 * memory above those with none, microseconds of CPU a task, tasks a second, seconds until one was
 * missed that said nothing more, and the seconds of silence after which that had to be.
 */
public final class Connections {
  private static final int WINDOW = 8_192;
  private static final Call CALL = Call.function("com.acme.Numbers::cube");
  private static final Duration SILENCE = Duration.ofSeconds(6);

  private final int count;
  private final int tasks;
  private final CountDownLatch started;
  private final CountDownLatch missed = new CountDownLatch(1);

  private Connections(int count, int tasks) {
    this.count = count;
    this.tasks = tasks;
    this.started = new CountDownLatch(count);
  }

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    new Connections(count, Integer.parseInt(arguments[1])).run(arguments[2]);
    System.exit(0);
  }

  private void run(String millis) throws Exception {
    Patience patience =
        new Patience(Duration.ofMinutes(2), Duration.ofSeconds(5), Duration.ofSeconds(5), SILENCE);
    Path work = Files.createDirectories(Path.of("target", "bench", "connections"));
    LocalWorkers.Settings settings =
        new LocalWorkers.Settings(work, work, "bench", line -> {}, line -> {});
    CrowdPlacement crowd = new CrowdPlacement(millis);
    try (LocalWorkers workers =
        new LocalWorkers(new ConcurrentHashMap<>(), settings, patience, crowd)) {
      Launch launch =
          new Launch(Path.of("java"), List.of(), List.of(), Map.of(), work, Sharing.OFF);
      WorkerSpec spec = new WorkerSpec(launch, Map.of(), null, List.of(), 1);
      ListOptions.Bounds bounds = new ListOptions.Bounds(count, 1, 0, 0, Long.MAX_VALUE);
      ListOptions options =
          new ListOptions(bounds, Duration.ofSeconds(5), false, List.of(CALL), false, work, work);
      long before = resident();
      long start = System.nanoTime();
      Engine engine = workers.open(workers.base(spec), options, new Ears());
      Thread first = new Thread(() -> tasks(engine, WINDOW));
      first.start();
      started.await();
      double ready = (System.nanoTime() - start) / 1e9;
      crowd.tell("go 0\n");
      first.join();
      measure(engine, crowd, ready, before);
      engine.close();
    }
  }

  private void measure(Engine engine, CrowdPlacement crowd, double ready, long before)
      throws Exception {
    // The first ones compile the engine.
    tasks(engine, tasks);
    long cpu = cpu();
    long wall = System.nanoTime();
    tasks(engine, tasks);
    double seconds = (System.nanoTime() - wall) / 1e9;
    double each = (cpu() - cpu) / 1e3 / tasks;
    int threads = ManagementFactory.getThreadMXBean().getPeakThreadCount();
    System.gc();
    long memory = resident() - before >> 20;
    // Anywhere between two answers.
    Thread.sleep(SILENCE.toMillis() / 2);
    long cut = System.nanoTime();
    crowd.tell("cut 1\n");
    missed.await();
    System.out.printf(
        "%d %.1f %d %d %.1f %.0f %.1f %d%n",
        count,
        ready,
        threads,
        memory,
        each,
        tasks / seconds,
        (System.nanoTime() - cut) / 1e9,
        SILENCE.toSeconds());
  }

  /** Runs some, as many at once as the pool would have under way. */
  private static void tasks(Engine engine, int some) {
    Semaphore window = new Semaphore(WINDOW);
    Engine.Completion completion = (attempt, object) -> window.release();
    for (int i = 0; i < some; i++) {
      window.acquireUninterruptibly();
      Arguments arguments = new Arguments(List.of(Text.of("17")), true);
      Task task = new Task(i, Integer.toString(i), CALL, arguments, Map.of(), Limits.NONE);
      try {
        engine.submit(task, 1, completion);
      } catch (EngineException e) {
        throw new IllegalStateException(e);
      }
    }
    window.acquireUninterruptibly(WINDOW);
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long resident() {
    return ResidentMemory.of(ProcessHandle.current().pid()).orElse(0);
  }

  /** Hears who came and who is missed. */
  private final class Ears implements PoolListener {
    @Override
    public void workerStarted(Worker worker) {
      started.countDown();
    }

    @Override
    public void workerEnded(Worker worker, String reason) {
      missed.countDown();
    }
  }
}
