package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.pool.Recorder;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.remote.Hosts;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** What lists meet on two other hosts, whatever has put their workers there. */
@Tag("cluster")
@Timeout(240)
abstract class ClusterFixture extends LocalEngineFixture {
  static final int TASKS = 40;

  /** The environment of each worker, and of what it starts, has it; see the worker's Lost. */
  static final String WORKER = "PARALLEL_EXEC_WORKER=";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  Hosts hosts;

  /** What befalls a host. */
  interface Disaster {
    void befall(int host) throws IOException;
  }

  /** How many workers run at once. */
  abstract int places();

  /** Texts that tell what the engine has on a host, beside what the host itself has. */
  abstract List<String> programs();

  /** Two of them, with what the engine needs there. */
  Hosts hosts() throws IOException {
    hosts = new Hosts(2);
    return hosts;
  }

  @Override
  @AfterEach
  void nothingIsLeft() {
    try {
      if (workers != null) {
        long begin = System.nanoTime();
        workers.close();
        saw("closed in " + since(begin));
        awaitGone(1);
        awaitGone(2);
      }
    } finally {
      endHosts();
    }
    await()
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
  }

  private void endHosts() {
    try {
      if (hosts != null) {
        hosts.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a host has nothing of ours any more. */
  void awaitGone(int host) {
    long begin = System.nanoTime();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String program : programs()) {
                assertThat(hosts.processes(host, program))
                    .as("%s on host %d", program, host)
                    .isEmpty();
              }
            });
    saw("nothing left on host " + host + " after " + since(begin));
  }

  static String since(long begin) {
    return (System.nanoTime() - begin) / 100_000_000 / 10.0 + " s";
  }

  void saw(String what) {
    System.out.println(getClass().getSimpleName() + ": " + what);
  }

  /**
   * Hears where tasks start. When all places have one, something befalls the host of the first;
   * when that is told, the tasks are let go.
   */
  final class Watch extends Recorder {
    private final Disaster disaster;
    private final Map<String, String> nodes = new TreeMap<>();
    private long begin;
    private int host;

    Watch(Disaster disaster) {
      this.disaster = disaster;
    }

    @Override
    public synchronized void started(Task task, int number, PoolListener.Worker worker) {
      super.started(task, number, worker);
      nodes.put(task.id(), worker.node());
      if (host == 0 && nodes.size() == places()) {
        host = hosts.number(nodes.get("t0"));
        begin = System.nanoTime();
        try {
          disaster.befall(host);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public synchronized void notice(String text) {
      super.notice(text);
      saw(since(begin) + ": " + text);
      if (text.contains(" is lost: ")) {
        go();
      }
    }

    synchronized Set<String> nodes() {
      return new TreeSet<>(nodes.values());
    }

    synchronized int host() {
      return host;
    }

    synchronized String sinceDisaster() {
      return since(begin);
    }
  }

  private void go() {
    try {
      if (!Files.exists(temp.resolve("go"))) {
        Files.createFile(temp.resolve("go"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing befalls anybody: the tasks end when all places have had one. */
  void runsOnBothHosts() throws Exception {
    List<String> people = List.of(temp.toString() + "/meet", Integer.toString(places()));
    Files.createDirectory(temp.resolve("meet"));
    Watch watch = new Watch(host -> {});
    assertPassed(run(watch, Tasks.of(sample("meet"), Collections.nCopies(TASKS, people))), watch);
    assertThat(watch.nodes()).hasSize(2);
    assertThat(watch.notices()).isEmpty();
  }

  /** A list whose tasks wait until a disaster has been noticed; all pass, those of the lost too. */
  Watch survives(Disaster disaster) throws Exception {
    List<String> go = List.of(temp.resolve("go").toString());
    Watch watch = new Watch(disaster);
    assertPassed(run(watch, Tasks.of(sample("waitFor"), Collections.nCopies(TASKS, go))), watch);
    saw("all passed " + watch.sinceDisaster() + " after the disaster");
    assertThat(watch.notices()).anyMatch(text -> text.contains(" is lost: "));
    assertThat(watch.events()).contains("takenBack t0 1");
    return watch;
  }

  /** The same where the first is blamed; all others pass. */
  Watch crashes(Disaster disaster, Limits limits) throws Exception {
    List<String> go = List.of(temp.resolve("go").toString());
    Watch watch =
        new Watch(
            host -> {
              List<ProcessHandle> there = hosts.processes(host, WORKER);
              assertThat(there).isNotEmpty();
              disaster.befall(host);
              // Not before that: its task would pass.
              await()
                  .atMost(PATIENCE)
                  .until(() -> there.stream().noneMatch(ProcessHandle::isAlive));
              go();
            });
    Tasks tasks = new Tasks();
    for (int i = 0; i < TASKS; i++) {
      tasks.add(sample("waitFor"), limits, go);
    }
    ListResult result = run(watch, tasks);
    assertThat(result.count(Outcome.PASSED)).isEqualTo(TASKS - 1);
    assertThat(watch.outcomes()).startsWith("crashed");
    assertThat(watch.notices()).isEmpty();
    return watch;
  }

  private ListResult run(Watch watch, Tasks tasks) throws Exception {
    Setting setting = new Setting();
    setting.atOnce = places();
    setting.listener = watch;
    return setting.map(tasks);
  }

  private static void assertPassed(ListResult result, Recorder heard) {
    assertThat(heard.outcomes()).hasSize(TASKS).containsOnly("passed");
    assertThat(result.count(Outcome.PASSED)).isEqualTo(TASKS);
    // The recorder does not let any end twice; one that is lost is no attempt.
    assertThat(heard.results()).extracting(TaskResult::attempts).allMatch(all -> all.size() == 1);
  }
}
