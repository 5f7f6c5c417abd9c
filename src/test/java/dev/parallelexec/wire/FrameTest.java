package dev.parallelexec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Frames come out of the wire as they went in, and nothing else does harm. */
class FrameTest {
  @Property(tries = 500)
  void comesBackAsItWas(@ForAll("frames") Frame frame) throws IOException {
    Frame back = reader(bytes(List.of(frame))).read();
    assertThat(back).usingRecursiveComparison().isEqualTo(frame);
  }

  @Example
  void everyKindIsTried() {
    Set<Frame.Kind> kinds = new HashSet<>();
    Frames.all().forEach(weighted -> kinds.add(weighted.get2().sample().kind()));
    assertThat(kinds).containsExactlyInAnyOrder(Frame.Kind.values());
  }

  @Property(tries = 50)
  void severalInOneWriteComeBackInOrder(@ForAll("lists") List<Frame> frames) throws IOException {
    FrameReader reader = reader(bytes(frames));
    List<Frame> back = new ArrayList<>();
    for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
      back.add(frame);
    }
    assertThat(back).usingRecursiveComparison().isEqualTo(frames);
  }

  @Property(tries = 1000)
  void anyBytesAreFramesOrRefused(@ForAll byte[] bytes) {
    readAll(bytes);
  }

  /** Bytes that nearly are a frame reach deeper than random ones. */
  @Property(tries = 500)
  void aDamagedFrameIsAFrameOrRefused(
      @ForAll("frames") Frame frame, @ForAll int where, @ForAll byte what) throws IOException {
    byte[] bytes = bytes(List.of(frame));
    bytes[4 + Math.floorMod(where, bytes.length - 4)] = what;
    readAll(bytes);
  }

  @Property(tries = 300)
  void aFrameThatIsCutShortIsAnEarlyEnd(@ForAll("frames") Frame frame, @ForAll int where)
      throws IOException {
    byte[] bytes = bytes(List.of(frame));
    byte[] cut = Arrays.copyOf(bytes, 1 + Math.floorMod(where, bytes.length - 1));
    assertThatThrownBy(() -> reader(cut).read()).isInstanceOf(EOFException.class);
  }

  @Example
  void aLengthThatNobodyMeantIsRefusedBeforeMemoryIsAskedFor() {
    byte[] huge = {0x7f, -1, -1, -1, 0};
    assertThatThrownBy(() -> reader(huge).read()).isInstanceOf(ProtocolException.class);
  }

  @Example
  void aFrameThatIsTooLongLeavesTheOthersAlone() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(out);
    writer.write(new Frame.Started(1, 0));
    byte[] big = new byte[FrameReader.LONGEST / 4];
    Frame tooLong = new Frame.Part(1, List.of(big, big, big, big));
    assertThatThrownBy(() -> writer.write(tooLong)).isInstanceOf(ProtocolException.class);
    writer.send(new Frame.Started(2, 0));
    FrameReader reader = reader(out.toByteArray());
    assertThat(reader.read()).isEqualTo(new Frame.Started(1, 0));
    assertThat(reader.read()).isEqualTo(new Frame.Started(2, 0));
    assertThat(reader.read()).isNull();
  }

  @Provide
  Arbitrary<Frame> frames() {
    return Arbitraries.frequencyOf(Frames.all());
  }

  @Provide
  Arbitrary<List<Frame>> lists() {
    return frames().list().ofMaxSize(20);
  }

  private static void readAll(byte[] bytes) {
    FrameReader reader = reader(bytes);
    try {
      Frame frame = reader.read();
      while (frame != null) {
        frame = reader.read();
      }
    } catch (ProtocolException | EOFException e) {
      assertThat(e).isInstanceOf(IOException.class);
    } catch (IOException e) {
      throw new AssertionError("neither a protocol error nor an end", e);
    }
  }

  private static FrameReader reader(byte[] bytes) {
    return new FrameReader(new ByteArrayInputStream(bytes));
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
}
