import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.TaskSource;
import dev.parallelexec.process.ListOptions;
import dev.parallelexec.process.LocalWorkers;
import dev.parallelexec.process.WorkerSpec;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The first task of a fresh worker, with and without an archive of its classes, and as a JVM of its
 * own, in turn; medians. One build trains the archive before that, which is waited for.
 *
 * <pre>
 * java -cp target/classes:$(cat target/bench/classpath) src/bench/ArchiveBench.java \
 *     ROUNDS JAVA CLASSPATH ARGLINE MAIN ARGUMENT...
 * </pre>
 */
public class ArchiveBench {
  private final Path work;
  private final Path java;
  private final List<Path> classPath;
  private final List<String> argLine;
  private final Call call;
  private final List<String> arguments;

  private ArchiveBench(Path work, String[] words) {
    this.work = work;
    this.java = Path.of(words[1]);
    this.classPath = Arrays.stream(words[2].split(File.pathSeparator)).map(Path::of).toList();
    this.argLine = words[3].isBlank() ? List.of() : List.of(words[3].split(" "));
    this.call = Call.mainClass(words[4], List.of(0));
    this.arguments = List.of(words).subList(5, words.length);
  }

  public static void main(String[] words) throws Exception {
    Path work = Files.createDirectories(Path.of("target", "bench", "archive").toAbsolutePath());
    ArchiveBench bench = new ArchiveBench(work, words);
    double trained = bench.build(true, true).end;
    bench.awaitTrainer();
    int rounds = Integer.parseInt(words[0]);
    String[] names = {"in a JVM of its own", "in a worker", "in a worker with an archive"};
    List<List<Cost>> all = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int round = -1; round < rounds; round++) {
      Cost[] costs = {bench.fork(), bench.build(false, false), bench.build(true, false)};
      for (int i = 0; i < costs.length && round >= 0; i++) {
        all.get(i).add(costs[i]);
      }
    }
    System.out.printf("end of the build that asked for the training: %.0f ms%n", trained * 1e3);
    System.out.println("| first task | wall ms | CPU ms | times a JVM of its own |");
    System.out.println("|---|---|---|---|");
    double wall = median(all.get(0), Cost::wall);
    double cpu = median(all.get(0), Cost::cpu);
    for (int i = 0; i < names.length; i++) {
      double ownWall = median(all.get(i), Cost::wall);
      double ownCpu = median(all.get(i), Cost::cpu);
      System.out.printf(
          "| %s | %.0f | %.0f | %.2f, CPU %.2f |%n",
          names[i], ownWall * 1e3, ownCpu * 1e3, ownWall / wall, ownCpu / cpu);
    }
  }

  /**
   * In seconds.
   *
   * @param wall from the start of the JVM, or the opening of the list, to the task's end
   * @param cpu of the task's JVM in its whole life; on Linux only
   * @param end of the build
   */
  private record Cost(double wall, double cpu, double end) {}

  private static double median(List<Cost> all, ToDoubleFunction<Cost> what) {
    double[] sorted = all.stream().mapToDouble(what).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Of all children that have ended: the 14th and 15th field behind the name, in 1/100 s. */
  private static double childCpu() throws Exception {
    Path stat = Path.of("/proc/self/stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
  }

  private Cost fork() throws Exception {
    double cpu = childCpu();
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(argLine);
    command.addAll(List.of("-cp", joined(), call.className()));
    command.addAll(arguments);
    long start = System.nanoTime();
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    double wall = (System.nanoTime() - start) / 1e9;
    return new Cost(wall, childCpu() - cpu, 0);
  }

  private String joined() {
    return String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
  }

  private Cost build(boolean archive, boolean told) throws Exception {
    double cpu = childCpu();
    LocalWorkers workers =
        new LocalWorkers(
            new ConcurrentHashMap<>(),
            new LocalWorkers.Settings(
                work.resolve("cache"),
                work.resolve("archives"),
                "bench",
                line -> {
                  if (told) {
                    System.err.println(line);
                  }
                },
                System.err::println));
    long start = System.nanoTime();
    ListResult result = pool(workers, archive).map(new One());
    double wall = (System.nanoTime() - start) / 1e9;
    if (told) {
      System.err.println(result);
    }
    start = System.nanoTime();
    workers.close();
    double end = (System.nanoTime() - start) / 1e9;
    return new Cost(wall, childCpu() - cpu, end);
  }

  private Pool pool(LocalWorkers workers, boolean archive) throws Exception {
    Launch launch =
        new Launch(
            java,
            argLine,
            classPath,
            System.getenv(),
            Path.of("").toAbsolutePath(),
            archive ? new Sharing(true, List.of()) : Sharing.OFF);
    ListOptions options =
        new ListOptions(
            new ListOptions.Bounds(1, 1, 0, 0, Long.MAX_VALUE),
            Duration.ofSeconds(5),
            false,
            List.of(call),
            false,
            Path.of(""),
            work.resolve("tmp"));
    PoolListener silent = new PoolListener() {};
    return new Pool(
        workers.open(
            workers.base(new WorkerSpec(launch, Map.of(), null, List.of(), 1L << 30)),
            options,
            silent),
        new Pool.Policy(FailurePolicy.FAIL_NEVER, Duration.ZERO, null, Leaks.IGNORE),
        silent);
  }

  private void awaitTrainer() throws Exception {
    while (ProcessHandle.current().children().findAny().isPresent()) {
      Thread.sleep(50);
    }
    try (Stream<Path> notes = Files.walk(work.resolve("archives"))) {
      for (Path note : (Iterable<Path>) notes.filter(f -> f.endsWith("note"))::iterator) {
        System.err.print(note + ": " + Files.readString(note));
      }
    }
  }

  private final class One implements TaskSource {
    private boolean given;

    @Override
    public Task next() {
      if (given) {
        return null;
      }
      given = true;
      List<Text> texts = arguments.stream().map(Text::of).toList();
      return new Task(0, "one", call, new Arguments(texts, false), Map.of(), Limits.NONE);
    }

    @Override
    public int size() {
      return 1;
    }
  }
}
