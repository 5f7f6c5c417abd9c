package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LastWordsTest {
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  @Test
  void waitsForAll() {
    LastWords.within(Duration.ofSeconds(50), List.of("a", "b", "c"), done::add);
    assertThat(done).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void whatBlocksOrThrowsKeepsNobodyElse() {
    CountDownLatch never = new CountDownLatch(1);
    LastWords.within(
        Duration.ofSeconds(2),
        List.of("blocks", "fails", "c"),
        name -> {
          if (name.equals("blocks")) {
            wait(never);
          } else if (name.equals("fails")) {
            // Ends its thread without a word, as a JVM that ends would.
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
            throw new IllegalStateException(name);
          }
          done.add(name);
        });
    assertThat(done).containsExactly("c");
    never.countDown();
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
