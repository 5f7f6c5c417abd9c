package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random lists, several at once in two realms, whose tasks end in all kinds of ways, while workers
 * are killed from outside at random moments: every task is accounted for exactly once (the recorder
 * throws at a second end), those that nobody hit ended as they had to, and nothing is left behind.
 *
 * <p>{@code -Dchaos.runs} says how many runs, {@code -Dchaos.seed} which one is the first, {@code
 * -Dchaos.seconds} after how long no further one begins, so that a slow machine does fewer. A seed
 * gives the same lists and the same intentions again; what meets what is the machine's to decide,
 * so {@code -Dchaos.times} runs each so often.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ChaosTest extends LocalEngineFixture {
  private static final int RUN_SECONDS = 120;

  /** Fewer than the deaths in a row that end a list. */
  private static final int MOST_KILLS = 2;

  /** Lists ask for three; a goal may get one more where fired lists hold all. */
  private static final int MOST_WORKERS = 4;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Path> directories = new HashSet<>();
  private final List<WorkerSpec> specs = new ArrayList<>();

  @Test
  void everyTaskIsAccountedForAndNothingIsLeft() throws Exception {
    int runs = Integer.getInteger("chaos.runs", 200);
    int times = Integer.getInteger("chaos.times", 1);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("chaos.seconds", 40));
    long seed = Long.getLong("chaos.seed", System.nanoTime() & 0xffffff);
    for (String name : List.of("one", "other")) {
      WorkerSpec any = spec(null);
      Launch launch = any.launch();
      List<String> quick = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
      Launch own =
          new Launch(
              launch.java(),
              quick,
              launch.classPath(),
              launch.environment(),
              launch.directory(),
              Sharing.OFF);
      specs.add(new WorkerSpec(own, Map.of("name", name), null, List.of(), any.heapBytes()));
    }
    LocalWorkers second = realm();
    try (second) {
      boolean time = true;
      for (long run = seed; run < seed + runs && time; run++) {
        try {
          for (int i = 0; i < times; i++) {
            run(new Random(run), List.of(workers, second));
          }
        } catch (Exception | AssertionError e) {
          // With its reason: a log that shows nothing but first lines must do to find it.
          throw new AssertionError("seen with -Dchaos.runs=1 -Dchaos.seed=" + run + ": " + e, e);
        }
        time = System.nanoTime() - end < 0;
      }
    } finally {
      workers.close();
      threads.shutdownNow();
    }
    assertThat(directories).as("directories that workers had").isNotEmpty();
    assertThat(directories).as("those left").noneMatch(Files::exists);
  }

  private void run(Random random, List<LocalWorkers> realms) throws Exception {
    // Starting workers is what costs time: most runs use those that are warm.
    boolean calm = random.nextInt(4) > 0;
    List<ChaosList> lists = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      LocalWorkers realm = realms.get(calm ? 0 : random.nextInt(realms.size()));
      WorkerSpec spec = specs.get(!calm && random.nextInt(5) == 0 ? 1 : 0);
      lists.add(new ChaosList(realm, spec, random, calm, temp.resolve("tmp")));
    }
    Set<Long> killed = ConcurrentHashMap.newKeySet();
    CountDownLatch over = new CountDownLatch(1);
    int kills = calm || random.nextBoolean() ? 0 : 1 + random.nextInt(MOST_KILLS);
    Random killers = new Random(random.nextLong());
    Future<?> killer = threads.submit(() -> kill(killers, kills, over, killed));
    List<Future<?>> running = new ArrayList<>();
    try {
      for (ChaosList list : lists) {
        running.add(threads.submit(list));
      }
      for (Future<?> list : running) {
        list.get(RUN_SECONDS, TimeUnit.SECONDS);
      }
      over.countDown();
      killer.get(RUN_SECONDS, TimeUnit.SECONDS);
      lists.forEach(list -> list.check(killed));
      assertThat(temp.resolve("tmp")).as("directories of tasks").doesNotExist();
      await("only warm workers stay").until(() -> workers().size() <= MOST_WORKERS);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(e + "\nkilled: " + killed + "\n" + lists, e);
    } finally {
      over.countDown();
    }
  }

  /** Kills from outside, in the three ways that there are, while lists run. */
  private void kill(Random random, int kills, CountDownLatch over, Set<Long> killed) {
    try {
      for (int i = 0; i < kills; i++) {
        boolean late = over.await(random.nextInt(120), TimeUnit.MILLISECONDS);
        List<ProcessHandle> all = workers();
        if (late || all.isEmpty()) {
          return;
        }
        ProcessHandle victim = all.get(random.nextInt(all.size()));
        killed.add(victim.pid());
        switch (random.nextInt(3)) {
          case 0 -> victim.destroy();
          case 1 -> {
            new ProcessBuilder("kill", "-STOP", Long.toString(victim.pid())).start().waitFor();
            over.await(random.nextInt(30), TimeUnit.MILLISECONDS);
            victim.destroyForcibly();
          }
          default -> victim.destroyForcibly();
        }
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The worker processes; where their files are is noted in passing. */
  private List<ProcessHandle> workers() {
    List<ProcessHandle> all =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").endsWith("java"))
            .toList();
    for (ProcessHandle worker : all) {
      for (String argument : worker.info().arguments().orElse(new String[0])) {
        if (argument.startsWith("@")) {
          directories.add(Path.of(argument.substring(1)).getParent());
        }
      }
    }
    return all;
  }
}
