package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers at the door: dropped without harm, and the one who is expected gets in at once. */
@Timeout(30)
class DoorTest {
  private final List<Socket> strangers = new ArrayList<>();
  private Door door;
  private Door.Guest guest;
  private int port;
  private byte[] secret;

  @BeforeEach
  void open() throws IOException {
    open(new Door());
  }

  private void open(Door opened) {
    door = opened;
    guest = door.expect();
    String[] words = guest.line().strip().split(" ");
    port = Integer.parseInt(words[0]);
    secret = HexFormat.of().parseHex(words[2]);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    for (Socket stranger : strangers) {
      stranger.close();
    }
    await().until(() -> threads("parallel-exec door").isEmpty());
  }

  private static List<Thread> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith(name))
        .toList();
  }

  private Socket knock(byte... bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    strangers.add(socket);
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return socket;
  }

  private byte[] hello(int number, byte[] said) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new FrameWriter(bytes).send(new Frame.Hello(said, number, 4711, "17"));
    return bytes.toByteArray();
  }

  private void theWorkerGetsIn() throws Exception {
    Socket worker = knock(hello(guest.number(), secret));
    Door.Channel channel = guest.connected().get(20, TimeUnit.SECONDS);
    assertThat(channel.hello().pid()).isEqualTo(4711);
    assertThat(channel.socket().getPort()).isEqualTo(worker.getLocalPort());
    assertThat(channel.socket().getSoTimeout()).isZero();
    channel.socket().close();
  }

  private static void isDropped(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      assertThat(socket.getInputStream().read()).isNegative();
    } catch (java.net.SocketException e) {
      assertThat(e).hasMessageContaining("reset"); // dropped, with bytes that nobody read
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000", // no length
        "ffffffff", // a negative one
        "0fffffff", // more than a quarter of a gigabyte
        "7fffffff",
        "0000040100", // one more than a hello may have
        "0000000114", // a frame of another kind
        "00000001ff", // of no kind
        "00000005000fffffff", // a hello that is cut
        "474554202f20485454502f312e310d0a0d0a", // GET / HTTP/1.1
      })
  void whoSaysSomethingElseIsDropped(String hex) throws Exception {
    isDropped(knock(HexFormat.of().parseHex(hex)));
    theWorkerGetsIn();
  }

  @Test
  void randomBytesAreDropped() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[1 + random.nextInt(2000)];
      random.nextBytes(bytes);
      bytes[0] |= (byte) 0x80; // a length that is none, so that nothing is waited for
      isDropped(knock(Arrays.copyOf(bytes, Math.max(4, bytes.length))));
    }
    theWorkerGetsIn();
  }

  @Test
  void theRightNumberWithAWrongSecretIsDroppedAndDoesNotUseUpTheRightOne() throws Exception {
    byte[] wrong = secret.clone();
    wrong[31] ^= 1;
    isDropped(knock(hello(guest.number(), wrong)));
    isDropped(knock(hello(guest.number(), new byte[0])));
    isDropped(knock(hello(guest.number(), Arrays.copyOf(secret, 33))));
    isDropped(knock(hello(guest.number() + 1, secret)));
    theWorkerGetsIn();
  }

  @Test
  void aSecretIsGoodForOneKnock() throws Exception {
    theWorkerGetsIn();
    isDropped(knock(hello(guest.number(), secret)));
  }

  @Test
  void whoIsNoLongerExpectedIsDropped() throws Exception {
    door.forget(guest);
    isDropped(knock(hello(guest.number(), secret)));
  }

  /** Four times as many as may stand there; each has its moment, and none has more. */
  @ParameterizedTest
  @ValueSource(ints = {200, 4 * Doorstep.MOST})
  void silentStrangersDoNotKeepTheWorkerWaiting(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      knock();
    }
    theWorkerGetsIn();
    assertThat(threads("parallel-exec doorstep").size()).isLessThanOrEqualTo(Doorstep.MOST + 1);
  }

  @Test
  void halfAFrameIsNotWaitedForByOthers() throws Exception {
    byte[] half = Arrays.copyOf(hello(guest.number(), secret), 20);
    for (int i = 0; i < 100; i++) {
      knock(half);
    }
    theWorkerGetsIn();
  }

  /** One byte now and then does not buy time: the limit is for the whole hello. */
  @Test
  void aSlowStrangerIsDroppedLikeASilentOne() throws Exception {
    door.close();
    open(new Door(Duration.ofMillis(1500), InetAddress.getLoopbackAddress(), Duration.ZERO));
    byte[] slowly = hello(guest.number(), secret);
    Socket stranger = knock(slowly[0]);
    Thread drip =
        new Thread(
            () -> {
              try {
                for (int i = 1; i < 30; i++) {
                  TimeUnit.MILLISECONDS.sleep(100);
                  stranger.getOutputStream().write(slowly[i]);
                }
              } catch (IOException | InterruptedException e) {
                // It is dropped, as it should be.
              }
            });
    drip.start();
    theWorkerGetsIn();
    isDropped(stranger);
    drip.join();
  }
}
