package dev.parallelexec.remote.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What stands here for a process there. */
class RemoteWorkerTest {
  private final AtomicInteger kills = new AtomicInteger();
  private final RemoteWorker worker = new RemoteWorker((kind, texts) -> kills.incrementAndGet());
  private final Process process = worker.process();

  @Test
  @DisplayName("Output and exit code are the worker's, whatever the order of asking")
  void passesOn() throws Exception {
    worker.hear(Message.of(Message.Kind.PLACED, 1, "n7", "4711", "0"));
    worker.hear(new Message(Message.Kind.OUT, 1, new byte[] {'a', 'b'}));
    worker.hear(new Message(Message.Kind.ERR, 1, new byte[] {'c'}));

    assertThat(worker.placed()).isCompletedWithValue(worker);
    assertThat(worker.node()).isEqualTo("n7");
    assertThat(process.pid()).isEqualTo(4711);
    assertThat(process.isAlive()).isTrue();
    assertThatThrownBy(process::exitValue).isInstanceOf(IllegalThreadStateException.class);
    assertThat(process.waitFor(1, TimeUnit.NANOSECONDS)).isFalse();

    worker.hear(Message.of(Message.Kind.EXIT, 1, "7"));
    assertThat(process.waitFor()).isEqualTo(7);
    assertThat(process.exitValue()).isEqualTo(7);
    assertThat(process.onExit()).isCompletedWithValue(process);
    assertThat(process.descendants()).isEmpty();
    assertThat(text(process.getInputStream().readAllBytes())).isEqualTo("ab");
    assertThat(text(process.getErrorStream().readAllBytes())).isEqualTo("c");
    assertThat(worker.loss()).isEmpty();
    process.destroyForcibly();
    assertThat(kills).hasValue(0);
  }

  @Test
  @DisplayName("A lost node is told on standard error, after what the worker said")
  void tellsOfLoss() throws Exception {
    worker.hear(Message.of(Message.Kind.PLACED, 1, "n7", "4711", "0"));
    worker.hear(Message.of(Message.Kind.LOST, 1, "Command exited with code 137"));

    assertThat(worker.loss()).isNotEmpty();
    assertThat(process.exitValue()).isEqualTo(255);
    assertThat(text(process.getErrorStream().readAllBytes()))
        .isEqualTo("parallel-exec: n7 was lost: Command exited with code 137\n");
  }

  @Test
  @DisplayName("Who was ended from here was not lost")
  void tellsKilledFromLost() {
    process.destroyForcibly();
    worker.hear(Message.of(Message.Kind.LOST, 1, "cancelled"));

    assertThat(kills).hasValue(1);
    assertThat(worker.loss()).isEmpty();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  @DisplayName("A worker that could not be started fails with the node's words")
  void tellsOfRefusal() {
    worker.hear(Message.of(Message.Kind.REFUSED, 1, "on node n7: no such program"));

    assertThatThrownBy(() -> worker.placed().get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("on node n7: no such program");
  }

  @Test
  @DisplayName("Output that nobody reads is dropped from where it does not fit, with a note")
  void isBounded() throws Exception {
    Relay relay = new Relay();
    byte[] chunk = new byte[100 * 1024];
    for (int i = 0; i < 4; i++) {
      relay.put(chunk);
    }
    assertThat(relay.readNBytes(chunk.length)).hasSize(chunk.length);
    relay.put(new byte[] {'x'});
    relay.end();
    relay.put(chunk);

    byte[] rest = relay.readAllBytes();
    assertThat(rest.length).isLessThan(2 * chunk.length);
    assertThat(text(rest).substring(chunk.length))
        .isEqualTo("\n[parallel-exec: 204800 bytes came too fast and are left out]\nx");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
