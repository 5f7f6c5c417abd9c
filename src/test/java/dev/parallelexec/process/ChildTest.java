package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A worker can be killed before its JVM runs: between fork and exec. ChaosTest met that, once in
 * some hundred thousand starts.
 */
class ChildTest {
  @Test
  void whoWasKilledBetweenForkAndExecWasKilled() {
    assertThat(exit("error=0, Failed to exec spawn helper: pid: 9177, signal: 15")).isEqualTo(143);
    assertThat(exit("error=0, Failed to exec spawn helper: pid: 9177, signal: 9")).isEqualTo(137);
  }

  @Test
  void whatCannotBeStartedHasNoExitCode() {
    assertThat(exit("error=2, No such file or directory")).isNull();
    assertThat(exit("error=0, Failed to exec spawn helper: pid: 9177, exit value: 1")).isNull();
    assertThat(exit(null)).isNull();
  }

  private static @Nullable Integer exit(@Nullable String message) {
    Child child =
        new Child("worker", new Broken(message), new Marks(""), (err, bytes, length) -> {});
    assertThatThrownBy(() -> child.start("line", () -> false)).isInstanceOf(IOException.class);
    return child.bury(false);
  }

  /** Starts nothing. */
  private record Broken(@Nullable String message) implements Starter {
    @Override
    public Process start(String stdinLine) throws IOException {
      throw new IOException(message);
    }

    @Override
    public boolean startsAgain(boolean saidHello) {
      return false;
    }

    @Override
    public void started() {}

    @Override
    public void quitting(long pid) {}

    @Override
    public void endOrphans(boolean inOrder) {}

    @Override
    public @Nullable ErrorFile errorFile(long pid) {
      return null;
    }
  }
}
