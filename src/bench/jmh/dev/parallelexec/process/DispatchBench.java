package dev.parallelexec.process;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.SerialListener;
import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one task costs the dispatcher, from its submission to its completion: it is queued, dealt,
 * told to have started and to have ended. Real classes of the engine on one thread, with workers
 * that have no process and no channel ({@link InstantHome}); what waiting for each other, sockets
 * and processes cost comes on top, and is EngineBench's to tell.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(2)
public class DispatchBench {
  private static final int TASKS = 1_000;
  private static final Call CALL = Call.function("com.acme.Numbers::cube");

  /** Bound of the list. */
  @Param({"1", "2", "8"})
  public int workers;

  private final List<Task> tasks = new ArrayList<>();
  private final InstantHome home = new InstantHome();
  private LocalEngine engine;
  private int ended;

  /** Opens the list, and has all its workers started. */
  @Setup
  public void open() throws EngineException {
    ListOptions options =
        new ListOptions(
            new ListOptions.Bounds(workers, 1, 0, 0, Long.MAX_VALUE),
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
    for (int i = 0; i < TASKS; i++) {
      Arguments arguments = new Arguments(List.of(Text.of("17")), true);
      tasks.add(new Task(i, Integer.toString(i), CALL, arguments, Map.of(), Limits.NONE));
    }
    taskFromSubmissionToCompletion();
  }

  /** A thousand tasks, all of which wait before the first of them ends. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public int taskFromSubmissionToCompletion() throws EngineException {
    ended = 0;
    Engine.Completion completion = (attempt, object) -> ended++;
    for (Task task : tasks) {
      engine.submit(task, 1, completion);
    }
    while (ended < TASKS) {
      if (!home.step()) {
        throw new IllegalStateException(TASKS - ended + " tasks hang");
      }
    }
    return ended;
  }

  /** The list ends, as every list does. */
  @TearDown
  public void close() throws EngineException {
    engine.beginClose();
    while (home.step()) {
      // Until all workers are in the stock.
    }
    engine.close();
  }
}
