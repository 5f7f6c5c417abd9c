package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds: both are done, at once, whatever one of them throws, and whoever interrupts. */
@Timeout(60)
class BesideTest {
  @Test
  void bothRunAtOnce() throws IOException {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch there = new CountDownLatch(1);

    // Each ends only when it has seen the other.
    Beside.run(() -> meet(here, there), () -> meet(there, here));

    assertThat(here.getCount() + there.getCount()).isZero();
  }

  @Test
  void whatOneThrowsDoesNotKeepTheOtherFromItsWork() {
    AtomicBoolean done = new AtomicBoolean();

    assertThatThrownBy(
            () ->
                Beside.run(
                    () -> {
                      throw new FileNotFoundException("here");
                    },
                    () -> done.set(true)))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("here");
    assertThat(done).isTrue();

    AtomicBoolean alsoDone = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                Beside.run(
                    () -> alsoDone.set(true),
                    () -> {
                      throw new OutOfMemoryError("there");
                    }))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("there");
    assertThat(alsoDone).isTrue();
  }

  @Test
  void ofTwoFailuresNoneIsLost() {
    assertThatThrownBy(
            () ->
                Beside.run(
                    () -> {
                      throw new IOException("here");
                    },
                    () -> {
                      throw new IllegalStateException("there");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("here")
        .hasSuppressedException(new IllegalStateException("there"));
  }

  @Test
  void whoIsInterruptedStillWaitsForTheOther() throws IOException {
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();

    Beside.run(
        () -> {
          Thread.currentThread().interrupt();
          interrupted.countDown();
        },
        () -> {
          await(interrupted);
          done.set(true);
        });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).isTrue();
  }

  private static void meet(CountDownLatch mine, CountDownLatch other) {
    mine.countDown();
    await(other);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
