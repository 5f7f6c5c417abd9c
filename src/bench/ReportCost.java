import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.process.Launch;
import dev.parallelexec.process.ListOptions;
import dev.parallelexec.process.LocalWorkers;
import dev.parallelexec.process.WorkerSpec;
import dev.parallelexec.report.Console;
import dev.parallelexec.report.ListHead;
import dev.parallelexec.report.ListReport;
import dev.parallelexec.report.OutputKind;
import dev.parallelexec.report.ReportOptions;
import dev.parallelexec.task.Arguments;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What reports cost: the same list of trivial tasks on two workers, with nobody who listens and
 * with all reports, in turn; medians. See docs/benchmarks.md for the command.
 */
public class ReportCost {
  private static final Call CALL = Call.function("java.lang.Integer::parseInt");

  /** Wall, then CPU of this process, in seconds. */
  private record Cost(double wall, double cpu) {}

  /** As {@code ReportCost [tasks] [runs]}. */
  public static void main(String[] arguments) throws Exception {
    int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
    Path work = Path.of("target", "bench", "report");
    Files.createDirectories(work);
    Cost[] bare = new Cost[runs];
    Cost[] told = new Cost[runs];
    try (LocalWorkers workers =
        new LocalWorkers(
            new ConcurrentHashMap<>(),
            new LocalWorkers.Settings(work.resolve("cache"), "bench", line -> {}))) {
      for (int run = -1; run < runs; run++) {
        Cost without = bare(workers, work, tasks);
        Cost with = told(workers, work, tasks);
        if (run >= 0) {
          bare[run] = without;
          told[run] = with;
        }
      }
    }
    Cost without = median(bare);
    Cost with = median(told);
    System.out.printf("%,d trivial tasks, 2 workers, medians of %d%n%n", tasks, runs);
    System.out.println("| | wall s | CPU s, without workers |\n|---|---|---|");
    System.out.printf("| no reports | %.2f | %.2f |%n", without.wall(), without.cpu());
    System.out.printf("| all reports | %.2f | %.2f |%n", with.wall(), with.cpu());
    System.out.printf(
        "| a task | %.1f µs | %.1f µs |%n",
        (with.wall() - without.wall()) / tasks * 1e6, (with.cpu() - without.cpu()) / tasks * 1e6);
    System.out.printf("%nPeak heap after a collection: %d MB%n", heap >> 20);
  }

  private static long heap;

  private static Cost bare(LocalWorkers workers, Path work, int tasks) throws Exception {
    long cpu = cpu();
    long wall = System.nanoTime();
    run(workers, work, tasks, new PoolListener() {});
    return cost(wall, cpu);
  }

  private static Cost told(LocalWorkers workers, Path work, int tasks) throws Exception {
    long cpu = cpu();
    long wall = System.nanoTime();
    ListHead head =
        new ListHead(
            new ListHead.Build("bench", "bench"),
            "list",
            Mode.MAP,
            2,
            tasks,
            "",
            "",
            Instant.now());
    ReportOptions options = new ReportOptions(work.resolve("list"), work, OutputKind.NONE);
    try (ListReport report = ListReport.open(head, options, new Silence())) {
      report.finish(run(workers, work, tasks, report));
    }
    return cost(wall, cpu);
  }

  private static ListResult run(LocalWorkers workers, Path work, int tasks, PoolListener listener)
      throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Launch launch =
        new Launch(java, List.of(), List.of(), System.getenv(), Path.of("").toAbsolutePath());
    WorkerSpec spec = new WorkerSpec(launch, Map.of(), null, List.of(), 64L << 20);
    ListOptions options =
        new ListOptions(
            new ListOptions.Bounds(2, 0, 0, Long.MAX_VALUE),
            Duration.ofSeconds(5),
            false,
            List.of(CALL),
            false,
            work.resolve("tmp"));
    Pool.Policy policy =
        new Pool.Policy(FailurePolicy.FAIL_AT_END, Duration.ZERO, null, Leaks.WARN);
    return new Pool(workers.open(spec, options, listener), policy, listener)
        .map(new Numbers(tasks));
  }

  private static Cost cost(long wall, long cpu) {
    Cost cost = new Cost((System.nanoTime() - wall) / 1e9, (cpu() - cpu) / 1e9);
    System.gc();
    heap = Math.max(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    return cost;
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static Cost median(Cost[] costs) {
    double[] wall = Arrays.stream(costs).mapToDouble(Cost::wall).sorted().toArray();
    double[] cpu = Arrays.stream(costs).mapToDouble(Cost::cpu).sorted().toArray();
    return new Cost(wall[wall.length / 2], cpu[cpu.length / 2]);
  }

  /** The tasks, one at a time. */
  private static final class Numbers implements TaskSource {
    private final int count;
    private int next;

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public Task next() {
      if (next == count) {
        return null;
      }
      int index = next++;
      String text = Integer.toString(index);
      Arguments arguments = new Arguments(List.of(Text.of(text)), true);
      return new Task(index, text, CALL, arguments, Map.of(), Limits.NONE);
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
