package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Past;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.pool.Pool;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Supply;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the engine on this machine need, and what they leave: nothing. */
@Timeout(60)
abstract class LocalEngineFixture {
  final Map<String, Object> shared = new ConcurrentHashMap<>();
  final Recorder heard = new Recorder();
  LocalWorkers workers;
  @TempDir Path temp;

  @BeforeEach
  void open() throws Exception {
    workers = realm();
  }

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.isAlive() && t.getName().startsWith("parallel-exec worker"));
  }

  /** How many attempts run at once in each worker; those that test it all once more say more. */
  int threads() {
    return 1;
  }

  LocalWorkers realm() throws Exception {
    return realm(Patience.USUAL);
  }

  LocalWorkers realm(Patience patience) throws Exception {
    return new LocalWorkers(
        shared,
        new LocalWorkers.Settings(
            temp.resolve("cache"), temp.resolve("archives"), "run", line -> {}, line -> {}),
        patience,
        placement());
  }

  /** Where workers are put; null for this machine. */
  @Nullable Placement placement() throws Exception {
    return null;
  }

  static WorkerSpec spec(@Nullable Call initializer) {
    return spec(initializer, List.of());
  }

  static WorkerSpec spec(@Nullable Call initializer, List<String> jvmArguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    Launch launch =
        new Launch(
            java,
            jvmArguments,
            List.of(classes),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Sharing.OFF);
    return new WorkerSpec(launch, Map.of(), initializer, List.of(), 64L << 20);
  }

  static Call sample(String method) {
    return Call.function("dev.parallelexec.process.Sample::" + method);
  }

  /** A list's pool, with what tests vary. */
  final class Setting {
    int atOnce = 2;
    int threads = threads();
    int maxTasks;
    int chunk;
    Duration killGrace = Duration.ofSeconds(2);
    boolean fired;
    FailurePolicy failures = FailurePolicy.FAIL_AT_END;
    Duration total = Duration.ZERO;
    Leaks leaks = Leaks.WARN;
    @Nullable Call reducer;
    Recorder listener = heard;
    WorkerSpec spec = spec(null);
    @Nullable LocalWorkers realm;
    @Nullable Supply supply;

    Pool pool(Tasks tasks) throws EngineException {
      ListOptions options =
          new ListOptions(
              new ListOptions.Bounds(atOnce, threads, maxTasks, chunk, Long.MAX_VALUE),
              killGrace,
              fired,
              tasks.calls(),
              reducer != null,
              Path.of(""),
              temp.resolve("report"));
      LocalWorkers in = realm == null ? workers : realm;
      return new Pool(
          in.open(in.base(spec), options, listener),
          new Pool.Policy(failures, total, reducer, leaks),
          listener,
          Past.NONE,
          supply);
    }

    ListResult map(Tasks tasks) throws Exception {
      return pool(tasks).map(tasks.source());
    }
  }
}
