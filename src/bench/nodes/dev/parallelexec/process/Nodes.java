package dev.parallelexec.process;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.SerialListener;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one list costs Maven's side when its workers are so many nodes: the real engine, driven by
 * nodes on paper ({@link PaperHome}). nodes.py runs it.
 *
 * <pre>
 * Nodes &lt;tasks&gt; &lt;milliseconds a task&gt; &lt;microseconds of channel a task&gt; &lt;nodes&gt;...
 * </pre>
 *
 * <p>It prints a line for each number of nodes: nodes, tasks, microseconds of CPU that the engine
 * computes a task, percent of their time that the nodes run tasks, megabytes of live heap in
 * mid-list, and microseconds that the loss of one node costs.
 */
public final class Nodes {
  /** As many under way as Pool has. */
  private static final int WINDOW = 8_192;

  /** In a cluster's network, from one node to another. */
  private static final long LINK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** A worker cannot run more than half a million tasks a second. */
  private static final long LEAST_NANOS = TimeUnit.MICROSECONDS.toNanos(2);

  private static final int LOSSES = 20;
  private static final Call CALL = Call.function("com.acme.Numbers::cube");

  private final int count;
  private final int tasks;
  private final PaperHome home;
  private final LocalEngine engine;
  private int submitted;
  private int ended;
  private long heap;

  private Nodes(int count, int tasks, long taskNanos, double channelNanos) {
    this.count = count;
    this.tasks = tasks;
    this.home = new PaperHome(Math.max(LEAST_NANOS, taskNanos), LINK_NANOS, channelNanos / 2);
    ListOptions options =
        new ListOptions(
            new ListOptions.Bounds(count, 1, 0, 0, Long.MAX_VALUE),
            Duration.ofSeconds(5),
            false,
            List.of(CALL),
            false,
            Path.of(""),
            Path.of("target", "bench"));
    Launch launch =
        new Launch(Path.of("java"), List.of(), List.of(), Map.of(), Path.of(""), Sharing.OFF);
    WorkerSpec spec = new WorkerSpec(launch, Map.of(), null, List.of(), 1);
    SerialListener silent = SerialListener.of(new PoolListener() {});
    engine = new LocalEngine(new Roster(home, new StockWorker.Key(spec, ""), options, silent, 1));
  }

  public static void main(String[] arguments) throws Exception {
    int tasks = Integer.parseInt(arguments[0]);
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[1]));
    double channel = 1e3 * Double.parseDouble(arguments[2]);
    // Compiles the engine.
    new Nodes(10, 200_000, nanos, channel).run();
    for (String nodes : List.of(arguments).subList(3, arguments.length)) {
      System.out.println(new Nodes(Integer.parseInt(nodes), tasks, nanos, channel).run());
    }
  }

  private String run() throws EngineException {
    home.engine(this::feed);
    boolean looked = false;
    while (ended < tasks) {
      if (!home.step()) {
        throw new IllegalStateException(tasks - ended + " tasks hang");
      }
      if (!looked && ended >= tasks / 2) {
        looked = true;
        heap = liveHeap();
      }
    }
    double each = home.engineCpu() / tasks / 1e3;
    double worked = home.nodes.stream().mapToLong(node -> node.worked).sum();
    double used = 100 * worked / ((double) home.nanos() * count);
    double loss = loss();
    return String.format("%d %d %.2f %.1f %d %.0f", count, tasks, each, used, heap >> 20, loss);
  }

  /** As the pool does, which keeps its window full. */
  private void feed() {
    try {
      while (submitted < tasks && submitted - ended < WINDOW) {
        Arguments arguments = new Arguments(List.of(Text.of("17")), true);
        String id = Integer.toString(submitted);
        Task task = new Task(submitted++, id, CALL, arguments, Map.of(), Limits.NONE);
        engine.submit(task, 1, (attempt, object) -> ended());
      }
    } catch (EngineException e) {
      throw new IllegalStateException(e);
    }
  }

  private void ended() {
    ended++;
    // Another thread does that, when this one has left the engine.
    if (submitted < tasks) {
      home.here(home.nanos(), this::feed);
    }
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** What it costs, by the clock, to take back what a lost node had; the median of some. */
  private double loss() {
    long[] nanos = new long[Math.min(LOSSES, count - 1)];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      home.nodes.get(i).lose();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e3;
  }
}
