package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.FrameWriter;
import dev.parallelexec.wire.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class SieveTest {
  private static final int MB = 1 << 20;

  private final Sieve.Room room = new Sieve.Room(2 * MB);

  private static Frame.Done done(long seq, int value, int object) {
    return new Frame.Done(
        seq,
        Outcome.PASSED,
        '"' + "x".repeat(value) + '"',
        null,
        new byte[object],
        17,
        true,
        List.of("l"),
        "worn");
  }

  private static byte[] bytes(Frame... frames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(bytes);
    for (Frame frame : frames) {
      writer.send(frame);
    }
    return bytes.toByteArray();
  }

  private FrameReader reader(byte[] bytes) {
    return new FrameReader(new Sieve(new ByteArrayInputStream(bytes), room));
  }

  @Test
  void whatFitsIsAsItWas() throws IOException {
    Frame[] frames = {
      new Frame.Started(1, 0),
      done(1, 10, 0),
      done(2, MB + 7, 3),
      new Frame.Output(2, true, new byte[] {1, 2}),
      done(3, 2 * MB - 100, 0)
    };
    FrameReader reader = reader(bytes(frames));
    for (Frame frame : frames) {
      assertThat(reader.read()).usingRecursiveComparison().isEqualTo(frame);
    }
    assertThat(reader.read()).isNull();
  }

  @Test
  void aResultThatIsTooLargeFailsItsTaskAndSaysWhatToDo() throws IOException {
    for (Frame.Done large :
        List.of(done(7, 3 * MB, 0), done(7, 10, 3 * MB), done(7, MB + MB / 2, MB + MB / 2))) {
      FrameReader reader = reader(bytes(large, new Frame.Started(8, 0)));
      Frame.Done got = (Frame.Done) reader.read();
      assertThat(got)
          .usingRecursiveComparison()
          .ignoringFields("outcome", "value", "failure", "object")
          .isEqualTo(large);
      assertThat(got.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(got.value()).isEqualTo(Attempt.NULL);
      assertThat(got.object()).isEmpty();
      assertThat(got.failure())
          .isEqualTo(
              Failure.of(
                  "its result takes 4 MB, and Maven's heap has room for 2 MB: write it to a file"
                      + " and return the path, or raise -Xmx in MAVEN_OPTS\n"
                      + "(the limit is a sixteenth of Maven's heap, 256 MB at most)"));
      assertThat(reader.read()).isEqualTo(new Frame.Started(8, 0));
    }
  }

  @Test
  void anyOtherFrameThatIsTooLargeIsAProtocolError() throws IOException {
    byte[] bytes = bytes(new Frame.ItemChunk(List.of("x".repeat(3 * MB)), true, null));
    assertThatThrownBy(() -> reader(bytes).read())
        .isInstanceOf(ProtocolException.class)
        .hasMessage("a frame of 4 MB; the limit is 2 MB");
    byte[] failed =
        bytes(
            new Frame.Done(
                1,
                Outcome.FAILED,
                Attempt.NULL,
                Failure.of("x".repeat(3 * MB)),
                new byte[0],
                0,
                false,
                List.of(),
                ""));
    assertThatThrownBy(() -> reader(failed).read()).isInstanceOf(ProtocolException.class);
  }

  @Test
  void aWorkerThatDiesInTheMiddleOfALargeResultIsNoFrame() throws IOException {
    for (int length : new int[] {MB + 5, 3 * MB}) {
      byte[] bytes = bytes(done(1, length, 0));
      for (int cut : new int[] {2, 4, 9, 20, MB, bytes.length - 1}) {
        assertThatThrownBy(() -> reader(Arrays.copyOf(bytes, cut)).read())
            .isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void lengthsThatLieAreAProtocolError() throws IOException {
    byte[] bytes = bytes(done(1, 3 * MB, 0));
    for (int negative : new int[] {0, 1}) {
      byte[] wrong = bytes.clone();
      wrong[14] = (byte) (negative == 1 ? 0x80 : 0x7f);
      assertThatThrownBy(() -> reader(wrong).read()).isInstanceOf(ProtocolException.class);
    }
    byte[] shorter = bytes.clone();
    shorter[16] = 0;
    shorter[15] = 0x20;
    assertThatThrownBy(() -> reader(shorter).read()).isInstanceOf(ProtocolException.class);
  }

  /** The second comes in when the first one's reader asks for more, or has died. */
  @Test
  void largeFramesComeInOneAtATime() throws Exception {
    byte[] bytes = bytes(done(1, MB + MB / 2, 0), new Frame.Started(2, 0));
    FrameReader first = reader(bytes);
    assertThat(first.read()).isInstanceOf(Frame.Done.class);

    BlockingQueue<Frame> read = new LinkedBlockingQueue<>();
    Thread second = new Thread(() -> add(read, reader(bytes)));
    second.start();
    await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
    assertThat(read).isEmpty();

    assertThat(first.read()).isEqualTo(new Frame.Started(2, 0));
    second.join();
    assertThat(read).hasSize(1);

    Thread third = new Thread(() -> add(read, reader(bytes)));
    third.start();
    third.join();
    assertThat(read).hasSize(2);
  }

  private static void add(BlockingQueue<Frame> read, FrameReader reader) {
    try {
      read.add(reader.read());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
