package dev.parallelexec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Streams of frames that were damaged in every way: what comes out is a frame, a protocol error or
 * an early end; it comes out at once, and for no more memory than there were bytes.
 */
class FrameFuzzTest {
  /** A reader that asks on and on after the end would go on for ever. */
  private static final int MOST_READS_AFTER_THE_END = 2;

  @Property
  void aDamagedStreamIsFramesAndThenRefused(
      @ForAll("streams") List<Frame> frames, @ForAll long seed, @ForAll boolean inPieces)
      throws IOException {
    Random random = new Random(seed);
    byte[] bytes = bytes(frames);
    for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
      bytes = damaged(bytes, random);
    }
    readAll(new Pieces(bytes, inPieces ? random : null));
  }

  @Property(tries = 100)
  void framesComeOutWhateverPiecesTheyArriveIn(
      @ForAll("streams") List<Frame> frames, @ForAll long seed) throws IOException {
    List<Frame> back = new ArrayList<>();
    FrameReader reader = new FrameReader(new Pieces(bytes(frames), new Random(seed)));
    for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
      back.add(frame);
    }
    assertThat(back).usingRecursiveComparison().isEqualTo(frames);
  }

  @Property(tries = 200)
  void aLengthAloneCostsNoMemory(@ForAll int length, @ForAll byte kind) {
    byte[] bytes = {
      (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length, kind
    };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    readAll(new Pieces(bytes, null));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
  }

  @Example
  void halfACharacterIsAQuestionMarkAndHarmsNothingElse() throws IOException {
    String lone = "a\ud83d";
    Frame frame =
        new Frame.Setup(
            1,
            lone,
            Map.of(lone, "\ude00b"),
            Call.function(lone + "::" + lone),
            List.of(lone, "c"),
            true,
            "",
            "");
    Frame back = new FrameReader(new ByteArrayInputStream(bytes(List.of(frame)))).read();
    assertThat(back)
        .isEqualTo(
            new Frame.Setup(
                1,
                "a?",
                Map.of("a?", "?b"),
                Call.function("a?::a?"),
                List.of("a?", "c"),
                true,
                "",
                ""));
  }

  /** Around the sizes at which buffers grow, are written out, and are given up. */
  @Example
  void longFramesComeBackAsTheyWere() throws IOException {
    for (int length : new int[] {0, 8_191, 8_192, 65_536, 1 << 20, (1 << 20) + 1, 5 << 20}) {
      for (String text : List.of("x".repeat(length), "x\u20ac".repeat(length / 4))) {
        byte[] object = new byte[length];
        new Random(length).nextBytes(object);
        Frame sent = new Frame.Done(1, Outcome.PASSED, text, null, object, 2, false, List.of(), "");
        FrameReader reader =
            new FrameReader(
                new ByteArrayInputStream(bytes(List.of(sent, new Frame.Started(7, 0)))));
        Frame.Done back = (Frame.Done) reader.read();
        assertThat(back.value().equals(text)).as("text of %s", length).isTrue();
        assertThat(Arrays.equals(back.object(), object)).as("bytes of %s", length).isTrue();
        assertThat(reader.read()).isEqualTo(new Frame.Started(7, 0));
      }
    }
  }

  @Example
  void aLongFrameThatEndsEarlyIsAnEarlyEnd() {
    byte[] bytes = new byte[1 << 20];
    bytes[0] = 1;
    assertThatThrownBy(() -> new FrameReader(new Pieces(bytes, null)).read())
        .isInstanceOf(EOFException.class);
  }

  @Provide
  Arbitrary<List<Frame>> streams() {
    return Arbitraries.frequencyOf(Frames.all()).list().ofMaxSize(6);
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    int to = from + random.nextInt(bytes.length - from + 1);
    return switch (random.nextInt(6)) {
      case 0 -> joined(bytes, 0, from, bytes, to, bytes.length);
      case 1 -> joined(bytes, 0, to, bytes, from, bytes.length);
      case 2 -> joined(bytes, 0, from, bytes, 0, 0);
      case 3 -> {
        byte[] more = new byte[random.nextInt(64)];
        random.nextBytes(more);
        yield joined(bytes, 0, bytes.length, more, 0, more.length);
      }
      case 4 -> {
        bytes[from] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      default -> {
        bytes[from] = (byte) random.nextInt();
        yield bytes;
      }
    };
  }

  private static byte[] joined(byte[] first, int a, int b, byte[] second, int c, int d) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first, a, b - a);
    out.write(second, c, d - c);
    return out.toByteArray();
  }

  private static void readAll(InputStream in) {
    FrameReader reader = new FrameReader(in);
    try {
      Frame frame = reader.read();
      while (frame != null) {
        assertThat(frame.kind()).isNotNull();
        frame = reader.read();
      }
    } catch (ProtocolException | EOFException e) {
      assertThat(e.getMessage() == null || !e.getMessage().isEmpty()).isTrue();
    } catch (IOException e) {
      throw new AssertionError("neither a protocol error nor an end", e);
    }
  }

  private static byte[] bytes(List<Frame> frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(out);
    for (Frame frame : frames) {
      writer.write(frame);
    }
    writer.flush();
    return out.toByteArray();
  }

  /** A stream that gives what it likes at a time, and is asked only so often after its end. */
  private static final class Pieces extends InputStream {
    private final ByteArrayInputStream bytes;
    private final Random random;
    private int readsAfterTheEnd;

    Pieces(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() {
      return counted(bytes.read());
    }

    @Override
    public int read(byte[] to, int from, int most) {
      int some = random == null || most == 0 ? most : 1 + random.nextInt(Math.min(most, 9));
      return counted(bytes.read(to, from, some));
    }

    private int counted(int read) {
      if (read < 0 && ++readsAfterTheEnd > MOST_READS_AFTER_THE_END) {
        throw new AssertionError("asked on after the end");
      }
      return read;
    }
  }
}
