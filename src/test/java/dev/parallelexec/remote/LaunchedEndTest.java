package dev.parallelexec.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a worker behind a launcher ended by itself, or its place was lost. */
class LaunchedEndTest {
  @TempDir static Path classes;
  @TempDir Path dir;

  @BeforeAll
  static void compile() throws IOException {
    Launchers.teller(classes);
  }

  @AfterEach
  void leavesNothing() {
    await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "sh -c 'exec bash' x", "sh -c '\"$@\"; exit 255' x"})
  void tellsItsExit(String launcher) throws Exception {
    try (Placement placement = Launchers.shared(launcher, dir)) {
      for (int code : new int[] {0, 3, 254, 255}) {
        Placement.Placed placed = placement.start(Launchers.worker(classes, dir), Launchers.SECRET);
        assertThat(new Launchers.Talk(placed).end("exit " + code)).isEqualTo(code);
        assertThat(placed.loss()).isEmpty();
      }
      Placement.Placed killed = placement.start(Launchers.worker(classes, dir), Launchers.SECRET);
      assertThat(new Launchers.Talk(killed).end("kill")).isEqualTo(128 + 9);
      assertThat(killed.loss()).isEmpty();
    }
  }

  /** As ssh, which stays for whoever may write to what it reads. */
  @Test
  void tellsItsExitWhereTheLauncherStays() throws Exception {
    try (Placement placement = Launchers.shared("sh -c '\"$@\"; sleep 600' x", dir)) {
      Placement.Placed placed = placement.start(Launchers.worker(classes, dir), Launchers.SECRET);
      Launchers.Talk talk = new Launchers.Talk(placed);
      assertThat(talk.end("exit 3")).isEqualTo(3);
      assertThat(placed.loss()).isEmpty();
      assertThat(placed.process().onExit().get().exitValue()).isEqualTo(3);
    }
  }

  /** The command's exit code says nothing then, and may look like a worker's. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 137, 255})
  void isLostWhereTheScriptTellsNoEnd(int code) throws Exception {
    try (Placement placement = Launchers.shared("sh -c '\"$@\"; exit " + code + "' x", dir)) {
      Placement.Placed placed = placement.start(Launchers.worker(classes, dir), Launchers.SECRET);
      Launchers.Talk talk = new Launchers.Talk(placed);
      assertThat(placed.loss()).isEmpty();
      ProcessHandle worker = worker(placed);
      // As a place that is taken away: all that is there at once, the shell first.
      shell(placed).destroyForcibly();
      worker.destroyForcibly();
      assertThat(talk.end()).isEqualTo(code);
      assertThat(placed.process().onExit().get().exitValue()).isEqualTo(code);
      assertThat(placed.loss())
          .isEqualTo(
              "its launcher ended with exit code %d and had not told how the worker ended"
                  .formatted(code));
    }
  }

  /** A batch system that wants a place back asks all that is there to end. */
  @Test
  void isLostWhereTheShellIsAskedToEnd() throws Exception {
    try (Placement placement = Launchers.shared("env", dir)) {
      Placement.Placed placed = placement.start(Launchers.worker(classes, dir), Launchers.SECRET);
      Launchers.Talk talk = new Launchers.Talk(placed);
      ProcessHandle worker = worker(placed);
      ProcessHandle shell = shell(placed);
      assertThat(shell.destroy()).isTrue();
      assertThat(worker.destroy()).isTrue();
      assertThat(talk.end()).isEqualTo(128 + 15);
      assertThat(placed.loss()).startsWith("its launcher ended with exit code 143 and ");
    }
  }

  private static ProcessHandle worker(Placement.Placed placed) {
    return ProcessHandle.of(placed.process().pid()).orElseThrow();
  }

  private static ProcessHandle shell(Placement.Placed placed) {
    return worker(placed).parent().orElseThrow();
  }
}
