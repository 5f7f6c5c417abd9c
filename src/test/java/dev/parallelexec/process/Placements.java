package dev.parallelexec.process;

import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.LauncherKind;
import dev.parallelexec.remote.spark.SparkJars;
import dev.parallelexec.remote.spark.SparkKind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The engines that there are beside this machine's, for tests that all of them have to pass. */
final class Placements {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private Placements() {}

  /** Behind a command that does nothing else. */
  static Placement launcher() throws Exception {
    return open(new LauncherKind(), "env", "", Map.of("address", "127.0.0.1"), HERE);
  }

  /** Two executors with two slots each. */
  static Placement spark() throws Exception {
    return open(new SparkKind(), "", "local-cluster[2,2,1024]", Map.of(), HERE);
  }

  /** The same, as if its executors did not have this project's files. */
  static Placement copyingSpark(Path project) throws Exception {
    return open(new SparkKind(), "", "local-cluster[2,1,600]", Map.of("staging", "copy"), project);
  }

  private static Placement open(
      EngineKind kind, String launcher, String master, Map<String, String> properties, Path project)
      throws Exception {
    return kind.open(
        new EngineKind.Settings(launcher, master, "", properties, Duration.ofMinutes(2), project),
        new SparkJars());
  }

  /** The same, but closing it does nothing. */
  static Placement staying(Placement placement) {
    return new Placement() {
      @Override
      public Placed start(Worker worker, String line) throws IOException, InterruptedException {
        return placement.start(worker, line);
      }

      @Override
      public InetAddress address() {
        return placement.address();
      }

      @Override
      public void close() {}
    };
  }

  /** Waits until no worker is left, whoever has started it. */
  static void awaitNoWorkers() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                ProcessHandle.current()
                    .descendants()
                    .filter(ProcessHandle::isAlive)
                    .noneMatch(
                        process -> process.info().commandLine().orElse("").contains("WorkerMain")));
  }
}
