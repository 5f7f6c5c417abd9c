package dev.parallelexec.process;

import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.LauncherKind;
import dev.parallelexec.remote.spark.SparkJars;
import dev.parallelexec.remote.spark.SparkKind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The engines that there are beside this machine's, for tests that all of them have to pass. */
final class Placements {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private Placements() {}

  /** Behind a command that does nothing else. */
  static Placement launcher() throws Exception {
    return launcher("env", Map.of("address", "127.0.0.1"));
  }

  /** Two executors with two slots each. */
  static Placement spark() throws Exception {
    return spark("local-cluster[2,2,1024]", Map.of(), new SparkJars());
  }

  /** The same, as if its executors did not have this project's files. */
  static Placement copyingSpark(Path project) throws Exception {
    Map<String, String> copy = Map.of("staging", "copy");
    return new SparkKind()
        .open(settings("", "local-cluster[2,1,600]", copy, project), new SparkJars());
  }

  /** A cluster that is there. */
  static Placement spark(String master, Map<String, String> properties, SparkJars around)
      throws Exception {
    return new SparkKind().open(settings("", master, properties, HERE), around);
  }

  /** Where a command puts them. */
  static Placement launcher(String launcher, Map<String, String> properties) throws Exception {
    return new LauncherKind().open(settings(launcher, "", properties, HERE), new SparkJars());
  }

  private static EngineKind.Settings settings(
      String launcher, String master, Map<String, String> properties, Path project) {
    return new EngineKind.Settings(
        launcher, master, "", properties, Duration.ofMinutes(2), project);
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

  /** Waits until no worker is left, nor what it has started, whoever has started it. */
  static void awaitNoWorkers() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                ProcessHandle.current()
                    .descendants()
                    .filter(ProcessHandle::isAlive)
                    .noneMatch(Placements::isWorker));
  }

  /** By the mark in its environment: most of its command line is in a file. Linux shows it. */
  private static boolean isWorker(ProcessHandle process) {
    try {
      byte[] all = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
      return new String(all, StandardCharsets.ISO_8859_1).contains("PARALLEL_EXEC_WORKER=");
    } catch (IOException e) {
      return false; // it has just ended
    }
  }
}
