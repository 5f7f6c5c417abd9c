package dev.parallelexec.remote.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Places on a cluster that lives on this machine, with real executor processes. Starting one takes
 * seconds, so that each test looks at more than one thing.
 */
@Timeout(180)
class SparkPlacementTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SparkJars around = new SparkJars();

  /** Descendants of others that run beside this test are not its. */
  private final List<ProcessHandle> before = descendants().toList();

  @AfterEach
  void leavesNoProcess() {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(descendants().filter(p -> !before.contains(p))).isEmpty());
  }

  @Test
  @DisplayName("Workers run in slots, say what they say, and give the slots back when they end")
  void startsWorkers() throws Exception {
    try (Placement placement = open("local-cluster[2,1,600]", Duration.ofMinutes(2), Map.of())) {
      Placement.Placed first = placement.start(worker(1, false), "one\n");
      Placement.Placed second = placement.start(worker(2, true), "two\n");

      assertThat(first.node()).isEqualTo("127.0.0.1");
      assertThat(first.freight()).isNull();
      assertThat(around.debugged)
          .contains("engine spark: on node 127.0.0.1 the files of this machine are there");
      assertThat(first.process().waitFor()).isEqualTo(Say.EXIT);
      assertThat(first.loss()).isEmpty();
      assertThat(text(first)).isEqualTo("heard one with worker 1\n");
      assertThat(errors(first)).isEqualTo("in " + Path.of("").toAbsolutePath() + "\n");

      // Both slots are taken when the third asks: it waits, until one is given back by force.
      Placement.Placed third = placement.start(worker(3, true), "three\n");
      CompletableFuture<Placement.Placed> fourth = started(placement, worker(4, false), "four\n");
      assertThat(fourth).isNotDone();
      List<ProcessHandle> tree = tree(second.process().pid());
      second.process().destroyForcibly();

      assertThat(fourth.get(30, TimeUnit.SECONDS).process().waitFor()).isEqualTo(Say.EXIT);
      assertThat(second.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(second.loss()).isEmpty();
      assertThat(tree).hasSize(2);
      await().atMost(SOON).until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(third.process().isAlive()).isTrue();
    }
    assertThat(around.told)
        .first()
        .isEqualTo("starting the driver of Spark 4.2.0 at local-cluster[2,1,600]");
  }

  @Test
  @DisplayName("A worker whose executor is killed is lost, and the next one finds a place")
  void noticesLostNodes() throws Exception {
    try (Placement placement = open("local-cluster[1,1,600]", Duration.ofMinutes(2), Map.of())) {
      Placement.Placed placed = placement.start(worker(1, true), "one\n");
      ProcessHandle worker = ProcessHandle.of(placed.process().pid()).orElseThrow();
      List<ProcessHandle> tree = tree(worker.pid());
      ProcessHandle executor = worker.parent().orElseThrow();
      assertThat(executor.info().commandLine().orElse("")).contains("java");
      executor.destroyForcibly();

      assertThat(placed.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(placed.loss()).isNotEmpty();
      assertThat(errors(placed)).contains("parallel-exec: 127.0.0.1 was lost: ");
      Placement.Placed next = placement.start(worker(2, false), "two\n");
      assertThat(next.process().waitFor()).isEqualTo(Say.EXIT);
      // A real worker ends by the end of its channel; its executor can do nothing any more.
      tree.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  @DisplayName("A driver that dies loses its workers, and the next worker gets another driver")
  void survivesItsDriver() throws Exception {
    try (Placement placement = open("local-cluster[1,1,600]", Duration.ofMinutes(2), Map.of())) {
      Placement.Placed placed = placement.start(worker(1, true), "one\n");
      List<ProcessHandle> tree = tree(placed.process().pid());
      ProcessHandle.current()
          .children()
          .filter(child -> !before.contains(child))
          .forEach(ProcessHandle::destroyForcibly);

      assertThat(placed.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(placed.loss()).isNotEmpty();
      assertThat(errors(placed)).contains("the Spark driver on this machine ended");
      await().atMost(SOON).until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(placement.start(worker(2, true), "two\n").process().isAlive()).isTrue();
      assertThat(around.told).filteredOn(line -> line.startsWith("starting the driver")).hasSize(2);

      // The only slot is taken: who is not wanted any more while it waits leaves nothing.
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  placement.start(worker(3, true), "three\n");
                  end.complete(new AssertionError("it has a place"));
                } catch (IOException | InterruptedException e) {
                  end.complete(e);
                }
              });
      waiting.start();
      await().atMost(SOON).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
      waiting.interrupt();
      assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  @DisplayName("Without a slot for the first worker it says so in time, with Spark's words")
  void givesUpWaitingForTheFirstSlot() throws Exception {
    Map<String, String> twoCores =
        Map.of("spark.executor.cores", "2", "spark.starvation.timeout", "1s");
    try (Placement placement = open("local-cluster[1,1,600]", Duration.ofSeconds(20), twoCores)) {
      assertThatThrownBy(() -> placement.start(worker(1, false), "one\n"))
          .isInstanceOf(IOException.class)
          .extracting(e -> e.getMessage().replaceAll("app-\\S+", "<app>"))
          .isEqualTo(
              "engine spark at local-cluster[1,1,600]: no slot for the first worker within 20s."
                  + " Spark said: Master: App <app> requires more resource than any of Workers"
                  + " could have. | TaskSchedulerImpl: Initial job has not accepted any resources;"
                  + " check your cluster UI to ensure that workers are registered and have"
                  + " sufficient resources. Look whether the cluster has free cores and memory, ask"
                  + " for less in engineProperties (spark.executor.memory, spark.executor.cores,"
                  + " spark.cores.max), see whether its nodes reach this machine ('address' in"
                  + " engineProperties), or give it more time");
    }
    assertThat(around.told).contains("waiting for slots at local-cluster[1,1,600]");
  }

  private Placement open(String master, Duration startTimeout, Map<String, String> properties)
      throws Exception {
    EngineKind.Settings settings =
        new EngineKind.Settings(
            "", master, "", new TreeMap<>(properties), startTimeout, Path.of("").toAbsolutePath());
    assertThat(new SparkKind().problems(settings)).isEmpty();
    return new SparkKind().open(settings, around);
  }

  private static Placement.Worker worker(int slot, boolean stays) {
    return new Placement.Worker(
        slot,
        Path.of(System.getProperty("java.home"), "bin", "java"),
        List.of("-XX:TieredStopAtLevel=1", "-Dstay=" + stays),
        List.of(SparkJars.placeOf(Say.class)),
        Say.class.getName(),
        Map.of("SAY", "worker " + slot),
        Path.of("").toAbsolutePath());
  }

  private static CompletableFuture<Placement.Placed> started(
      Placement placement, Placement.Worker worker, String line) {
    CompletableFuture<Placement.Placed> placed = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                placed.complete(placement.start(worker, line));
              } catch (IOException | InterruptedException e) {
                placed.completeExceptionally(e);
              }
            });
    thread.start();
    return placed;
  }

  private static String errors(Placement.Placed placed) throws IOException {
    return new String(placed.process().getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String text(Placement.Placed placed) throws IOException {
    return new String(placed.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The worker and the child that it has, or will have in a moment. */
  private static List<ProcessHandle> tree(long pid) {
    ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
    await().atMost(SOON).until(() -> worker.children().findAny().isPresent());
    return Stream.concat(Stream.of(worker), worker.descendants()).toList();
  }

  private static Stream<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive);
  }
}
