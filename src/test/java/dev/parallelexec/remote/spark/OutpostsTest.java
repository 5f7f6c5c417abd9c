package dev.parallelexec.remote.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.remote.depot.Depot;
import dev.parallelexec.remote.depot.Texts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who keeps files on a node calls home, and nobody else gets in. */
@Timeout(60)
class OutpostsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final CompletableFuture<String> failed = new CompletableFuture<>();
  private Outposts outposts;

  @TempDir private Path dir;

  @BeforeEach
  void open() throws IOException {
    outposts = new Outposts(InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() {
    outposts.close();
  }

  private NodeDepot depot() {
    return new NodeDepot(new Node("n", "0", dir, UnaryOperator.identity()), failed::complete);
  }

  @Test
  void leavesNothingWhenMavenIsGone() throws Exception {
    try (Outposts.Expected expected = outposts.expect()) {
      depot().start(expected.line(), "run");
      expected.called().get(30, TimeUnit.SECONDS);
      try (Socket socket = expected.take()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertThat(in.readInt()).isEqualTo(Depot.HELLO);
        assertThat(Path.of(Texts.read(in))).isDirectory().hasParent(dir);
        assertThat(Path.of(Texts.read(in))).isDirectory().hasFileName("run");
      }
    }
    await().atMost(SOON).untilAsserted(() -> assertThat(dir).isEmptyDirectory());
    assertThat(failed).isNotDone();
  }

  @Test
  void saysWhyItCannotCall() throws Exception {
    String line;
    try (Outposts.Expected expected = outposts.expect()) {
      line = expected.line();
    }
    outposts.close();
    depot().start(line, "run");
    assertThat(failed.get(30, TimeUnit.SECONDS)).startsWith("exit code 1: ").contains("refused");
    await().atMost(SOON).untilAsserted(() -> assertThat(dir).isEmptyDirectory());
  }

  @Test
  void letsNobodyElseIn() throws Exception {
    try (Outposts.Expected expected = outposts.expect()) {
      String[] words = expected.line().strip().split(" ");
      byte[] secret = HexFormat.of().parseHex(words[3]);
      secret[31] ^= 1;
      assertThat(call(words, secret).read()).isNegative();
      assertThat(expected.called()).isNotDone();
      secret[31] ^= 1;
      DataInputStream in = call(words, secret);
      expected.called().get(30, TimeUnit.SECONDS);
      try (Socket taken = expected.take()) {
        // Good for one connection.
        assertThat(call(words, secret).read()).isNegative();
        taken.getOutputStream().write(5);
        assertThat(in.read()).isEqualTo(5);
      }
      in.close();
    }
  }

  private static DataInputStream call(String[] words, byte[] secret) throws IOException {
    Socket socket = new Socket(words[0], Integer.parseInt(words[1]));
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(Integer.parseInt(words[2]));
    out.write(secret);
    return new DataInputStream(socket.getInputStream());
  }
}
