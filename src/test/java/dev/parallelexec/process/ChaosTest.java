package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Outcome;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers are killed from outside at random moments, and from inside by some of their tasks: every
 * task ends exactly once (the recorder throws at a second end), each death costs one task at most,
 * the order stays, and nothing is left. A seed gives the same list and the same intervals again.
 */
class ChaosTest extends LocalEngineFixture {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachDeathCostsOneTaskAtMost(long seed) throws Exception {
    Random random = new Random(seed);
    Setting setting = new Setting();
    setting.atOnce = 1 + random.nextInt(4);
    setting.maxTasks = random.nextBoolean() ? 0 : 5 + random.nextInt(20);
    int count = 50 + random.nextInt(150);
    AtomicInteger kills = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    Thread killer = new Thread(() -> kill(random, over, kills), "killer");
    killer.start();
    ListResult result;
    try {
      result = setting.map(Tasks.upTo(sample("haltAtEvery40th"), count));
    } finally {
      over.countDown();
      killer.join();
    }
    assertThat(heard.results()).hasSize(count);
    int crashed = result.count(Outcome.CRASHED);
    assertThat(result.count(Outcome.PASSED) + crashed).isEqualTo(count);
    assertThat(crashed).isBetween(count / 40, count / 40 + kills.get());
    List<String> values = heard.values();
    for (int i = 0; i < count; i++) {
      assertThat(values.get(i)).isIn("null", Integer.toString(i));
    }
  }

  /** Not so often that a worker cannot start in between. */
  private void kill(Random random, CountDownLatch over, AtomicInteger kills) {
    try {
      while (!over.await(500 + random.nextInt(700), TimeUnit.MILLISECONDS)) {
        List<ProcessHandle> all =
            ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
        if (!all.isEmpty()) {
          kills.incrementAndGet();
          all.get(random.nextInt(all.size())).destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
