import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Fired;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.process.ListOptions;
import dev.parallelexec.process.LocalWorkers;
import dev.parallelexec.process.WorkerSpec;
import dev.parallelexec.report.Console;
import dev.parallelexec.report.LastTimes;
import dev.parallelexec.report.ListHead;
import dev.parallelexec.report.ListReport;
import dev.parallelexec.report.ModulePages;
import dev.parallelexec.report.OutputKind;
import dev.parallelexec.report.ReportOptions;
import dev.parallelexec.report.View;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Mode;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The engine alone, in one warm JVM with two warm workers, medians of several rounds; each round
 * does everything in turn. Whole lists and real processes, and more than one figure of each list:
 * that is what JMH ({@code jmh} beside this) does not measure. engine.py runs it.
 *
 * <ul>
 *   <li>{@code dispatch}: trivial tasks in map and in async, one at a time in apply, and what one
 *       long task does to the many short ones around it
 *   <li>{@code map}: the first of these alone, for a profiler
 *   <li>{@code starts}: from nothing, and in a warm pool, until the first task runs, beside a JVM
 *       of its own
 *   <li>{@code reports}: trivial tasks in map with nobody who listens, and with all reports
 * </ul>
 */
public class EngineBench {
  private static final Call TRIVIAL = Call.function("java.lang.Integer::parseInt");
  private static final Call LONG = Call.function("java.lang.Thread::sleep");
  private static final long LONG_MILLIS = 1_000;

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final LocalWorkers workers;
  private final Path work;
  private final int tasks;
  private final int threads;
  private long heap;

  private EngineBench(LocalWorkers workers, Path work, int tasks, int threads) {
    this.workers = workers;
    this.work = work;
    this.tasks = tasks;
    this.threads = threads;
  }

  /** As {@code EngineBench dispatch|map|reports|starts [tasks] [rounds] [threads]}. */
  public static void main(String[] arguments) throws Exception {
    String what = arguments.length > 0 ? arguments[0] : "dispatch";
    int tasks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 9;
    int threads = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    Path work = Path.of("target", "bench", "engine");
    Files.createDirectories(work);
    try (LocalWorkers workers = workers(work)) {
      EngineBench bench = new EngineBench(workers, work, tasks, threads);
      String with = threads == 1 ? "" : " of " + threads + " threads";
      if (!what.equals("starts")) {
        System.out.printf("%,d trivial tasks, 2 workers%s, medians of %d%n%n", tasks, with, rounds);
      }
      switch (what) {
        case "dispatch" -> bench.dispatch(rounds);
        case "map" -> bench.map(rounds);
        case "reports" -> bench.reports(rounds);
        case "starts" -> bench.starts(rounds);
        default ->
            throw new IllegalArgumentException(what + " is none of dispatch, map, reports, starts");
      }
    }
  }

  private static LocalWorkers workers(Path work) throws Exception {
    return new LocalWorkers(
        new ConcurrentHashMap<>(),
        new LocalWorkers.Settings(
            work.resolve("cache"), work.resolve("archives"), "bench", line -> {}, line -> {}));
  }

  /** Wall, then CPU of this process, in seconds; and what else was measured, likewise. */
  private record Cost(double wall, double cpu, double other) {}

  /** Something that is measured. */
  private interface Way {
    Cost run() throws Exception;
  }

  private static List<List<Cost>> inTurn(int rounds, List<Way> ways) throws Exception {
    List<List<Cost>> all = new ArrayList<>();
    ways.forEach(way -> all.add(new ArrayList<>()));
    // The first ones warm up.
    for (int round = -3; round < rounds; round++) {
      for (int i = 0; i < ways.size(); i++) {
        Cost cost = ways.get(i).run();
        if (round >= 0) {
          all.get(i).add(cost);
        }
      }
    }
    return all;
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> what) {
    double[] sorted = costs.stream().mapToDouble(what).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void map(int rounds) throws Exception {
    List<List<Cost>> all = inTurn(rounds, List.of(() -> timed(this::silentMap)));
    double wall = median(all.get(0), Cost::wall);
    double cpu = median(all.get(0), Cost::cpu);
    System.out.printf("map: %.2f s, of which this process computes %.2f s%n", wall, cpu);
  }

  private ListResult silentMap() throws Exception {
    return pool(Mode.MAP, SILENT).map(new Numbers(tasks, -1));
  }

  private void dispatch(int rounds) throws Exception {
    int some = Math.max(1, tasks / 100);
    List<List<Cost>> all =
        inTurn(
            rounds,
            List.of(
                () -> timed(this::silentMap),
                this::async,
                () -> timed(() -> pool(Mode.APPLY, SILENT).apply(new Numbers(some, -1))),
                this::slowOne));
    System.out.println("| | wall | |\n|---|---|---|");
    double map = median(all.get(0), Cost::wall);
    System.out.printf("| map | %.2f s | %,.0f tasks a second |%n", map, tasks / map);
    double async = median(all.get(1), Cost::wall) / tasks * 1e6;
    System.out.printf("| async, all of them | %.1f µs a task | |%n", async);
    double returned = median(all.get(1), Cost::other) * 1e3;
    System.out.printf("| async, until it returns | %.2f ms | |%n", returned);
    double apply = median(all.get(2), Cost::wall) / some * 1e6;
    System.out.printf("| apply, one task after the other | %.0f µs a task | |%n", apply);
    double slow = median(all.get(3), Cost::wall);
    System.out.printf("| map, the third of them takes 1 s | %.2f s | |%n", slow);
    System.out.printf(
        "| of that, until all others have ended | %.2f s | |%n", median(all.get(3), Cost::other));
  }

  private Cost async() throws Exception {
    long start = System.nanoTime();
    Fired fired = pool(Mode.ASYNC, SILENT).async(new Numbers(tasks, -1), "bench");
    double returned = (System.nanoTime() - start) / 1e9;
    ListResult unused = fired.collect(Duration.ZERO);
    return new Cost((System.nanoTime() - start) / 1e9, 0, returned);
  }

  private Cost slowOne() throws Exception {
    long start = System.nanoTime();
    long[] last = {start};
    PoolListener others =
        new PoolListener() {
          @Override
          public void attemptEnded(Task task, Attempt attempt, boolean again) {
            if (task.call() == TRIVIAL) {
              last[0] = System.nanoTime();
            }
          }
        };
    ListResult unused = pool(Mode.MAP, others).map(new Numbers(tasks, 2));
    return new Cost((System.nanoTime() - start) / 1e9, 0, (last[0] - start) / 1e9);
  }

  /** What a JVM of its own does first. */
  private static final String HELLO =
      """
      public class Hello {
        public static void main(String[] arguments) {
          System.out.write(1);
          System.out.flush();
        }
      }
      """;

  private void starts(int rounds) throws Exception {
    Path source = Files.writeString(work.resolve("Hello.java"), HELLO);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler.run(null, null, null, "-d", work.toString(), source.toString()) != 0) {
      throw new IllegalStateException(source + " does not compile");
    }
    List<List<Cost>> all = inTurn(rounds, List.of(this::bare, this::fresh));
    double[] ms = {
      median(all.get(0), Cost::wall) * 1e3,
      median(all.get(1), Cost::wall) * 1e3,
      median(all.get(1), Cost::cpu) * 1e3,
      median(all.get(1), Cost::other) * 1e3
    };
    System.out.printf("Medians of %d%n%n", rounds);
    System.out.println("| until the first statement of a task | wall ms |\n|---|---:|");
    System.out.printf("| `java` with a class path of one directory | %.0f |%n", ms[0]);
    System.out.printf("| a list in a fresh worker, everything set up for it | %.0f |%n", ms[1]);
    System.out.printf("| the second list, in the same worker | %.2f |%n", ms[2]);
    System.out.printf("| the tenth list there | %.2f |%n", ms[3]);
  }

  private Cost bare() throws Exception {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(JAVA.toString(), "-cp", work.toString(), "Hello")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int said = process.getInputStream().read();
    double wall = (System.nanoTime() - start) / 1e9;
    if (said != 1 || process.waitFor() != 0) {
      throw new IllegalStateException("a bare java failed");
    }
    return new Cost(wall, 0, 0);
  }

  /** Of the first list, the second and the tenth. */
  private Cost fresh() throws Exception {
    long start = System.nanoTime();
    try (LocalWorkers own = workers(work)) {
      EngineBench bench = new EngineBench(own, work, 1, 1);
      double[] lists = new double[10];
      for (int i = 0; i < lists.length; i++) {
        lists[i] = bench.started(i == 0 ? start : System.nanoTime());
      }
      return new Cost(lists[0], lists[1], lists[9]);
    }
  }

  private double started(long since) throws Exception {
    long[] at = new long[1];
    PoolListener listener =
        new PoolListener() {
          @Override
          public void started(Task task, int number, Worker worker) {
            at[0] = System.nanoTime();
          }
        };
    ListResult unused = pool(Mode.MAP, listener).map(new Numbers(tasks, -1));
    return (at[0] - since) / 1e9;
  }

  private void reports(int rounds) throws Exception {
    List<List<Cost>> all =
        inTurn(
            rounds,
            List.of(() -> collected(timed(this::silentMap)), () -> collected(timed(this::told))));
    double[] wall = {median(all.get(0), Cost::wall), median(all.get(1), Cost::wall)};
    double[] cpu = {median(all.get(0), Cost::cpu), median(all.get(1), Cost::cpu)};
    System.out.println("| | wall s | CPU s, without workers |\n|---|---|---|");
    System.out.printf("| no reports | %.2f | %.2f |%n", wall[0], cpu[0]);
    System.out.printf("| all reports | %.2f | %.2f |%n", wall[1], cpu[1]);
    System.out.printf(
        "| a task | %.1f µs | %.1f µs |%n",
        (wall[1] - wall[0]) / tasks * 1e6, (cpu[1] - cpu[0]) / tasks * 1e6);
    System.out.printf("%nPeak heap after a collection: %d MB%n", heap >> 20);
  }

  private ListResult told() throws Exception {
    ListHead.Build build = new ListHead.Build("bench", "bench");
    ListHead head = new ListHead(build, "list", Mode.MAP, 2, tasks, "", "", Instant.now());
    ReportOptions options =
        new ReportOptions(
            work.resolve("list"),
            work,
            OutputKind.NONE,
            View.DEFAULT,
            new ModulePages(),
            LastTimes.none());
    try (ListReport report = ListReport.open(head, options, new Silence())) {
      ListResult result = pool(Mode.MAP, report).map(new Numbers(tasks, -1));
      report.finish(result);
      return result;
    }
  }

  /** What is done, and gives nothing back that is wanted. */
  private interface Run {
    ListResult run() throws Exception;
  }

  private Cost timed(Run run) throws Exception {
    long cpu = cpu();
    long wall = System.nanoTime();
    ListResult unused = run.run();
    return new Cost((System.nanoTime() - wall) / 1e9, (cpu() - cpu) / 1e9, 0);
  }

  private Cost collected(Cost cost) {
    System.gc();
    heap = Math.max(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    return cost;
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static final PoolListener SILENT = new PoolListener() {};

  private Pool pool(Mode mode, PoolListener listener) throws Exception {
    Launch launch =
        new Launch(
            JAVA, List.of(), List.of(), System.getenv(), Path.of("").toAbsolutePath(), Sharing.OFF);
    WorkerSpec spec = new WorkerSpec(launch, Map.of(), null, List.of(), 64L << 20);
    ListOptions options =
        new ListOptions(
            new ListOptions.Bounds(2, threads, 0, 0, Long.MAX_VALUE),
            Duration.ofSeconds(5),
            mode == Mode.ASYNC,
            List.of(TRIVIAL, LONG),
            false,
            Path.of(""),
            work.resolve("tmp"));
    Pool.Policy policy =
        new Pool.Policy(FailurePolicy.FAIL_AT_END, Duration.ZERO, null, Leaks.WARN);
    return new Pool(workers.open(workers.base(spec), options, listener), policy, listener);
  }

  /** The tasks, one at a time. */
  private static final class Numbers implements TaskSource {
    private final int count;
    private final int slow;
    private int next;

    /** The one with the index {@code slow} takes long; -1 for none. */
    Numbers(int count, int slow) {
      this.count = count;
      this.slow = slow;
    }

    @Override
    public Task next() {
      if (next == count) {
        return null;
      }
      int index = next++;
      Call call = index == slow ? LONG : TRIVIAL;
      String text = index == slow ? Long.toString(LONG_MILLIS) : Integer.toString(index);
      Arguments arguments = new Arguments(List.of(Text.of(text)), true);
      return new Task(index, text, call, arguments, Map.of(), Limits.NONE);
    }

    @Override
    public int size() {
      return count;
    }
  }

  private static final class Silence implements Console {
    @Override
    public void debug(String block) {}

    @Override
    public void info(String block) {}

    @Override
    public void warn(String block) {
      System.err.println(block);
    }

    @Override
    public void error(String block) {
      System.err.println(block);
    }

    @Override
    public boolean color() {
      return false;
    }

    @Override
    public boolean infoEnabled() {
      return true;
    }
  }
}
