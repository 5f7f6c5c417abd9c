package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** With signals that mean nothing to others: the one of Ctrl-C would end the tests. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such signals")
class CtrlCTest {
  @Test
  void aSignalThatTheSystemHandlesIsHandledUntilTheEnd() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    try (CtrlC ctrlC = CtrlC.exits("CONT", heard::countDown)) {
      Assumptions.assumeTrue(ctrlC.active(), "this JVM hands no signals out");
      raise("CONT");
      assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    }
    try (CtrlC again = CtrlC.exits("CONT", heard::countDown)) {
      assertThat(again.active()).as("the system's default was restored").isTrue();
    }
  }

  @Test
  void aSignalThatSomebodyElseHandlesStaysWithThem() {
    CountDownLatch heard = new CountDownLatch(1);
    try (CtrlC first = CtrlC.exits("CONT", heard::countDown);
        CtrlC second = CtrlC.exits("CONT", () -> heard.countDown())) {
      Assumptions.assumeTrue(first.active(), "this JVM hands no signals out");
      assertThat(second.active()).isFalse();
    }
  }

  @Test
  void whatTheJvmKeepsForItselfIsLeftAlone() {
    try (CtrlC ctrlC = CtrlC.exits("QUIT", () -> {})) {
      assertThat(ctrlC.active()).isFalse();
    }
  }

  private static void raise(String name) throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }
}
