package dev.parallelexec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever was sent and whatever was not, whoever reads both has all of it, once, in order. */
class BlackBoxTest {
  // One object for all tries.
  private final ByteArrayOutputStream channel = new ByteArrayOutputStream();
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private final FrameWriter reference = new FrameWriter(all);

  /** Bytes that the channel takes until it is cut, in the middle of a write. */
  private int until = Integer.MAX_VALUE;

  /** Whether the thread that writes has no stack left for that. */
  private boolean deep;

  private final OutputStream cut =
      new OutputStream() {
        @Override
        public void write(int octet) {
          throw new AssertionError("one at a time");
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          if (deep) {
            throw new StackOverflowError();
          }
          int taken = Math.min(length, until - channel.size());
          channel.write(bytes, from, taken);
          if (taken < length) {
            throw new IOException("cut");
          }
        }
      };

  /** How a frame of a size is written. */
  record Step(int size, Way way) {
    private enum Way {
      WRITE,
      SAY,
      SEND,
      TICK
    }

    void on(FrameWriter writer, Frame frame) throws IOException {
      switch (way) {
        case WRITE -> writer.write(frame);
        case SAY -> writer.say(frame);
        case SEND -> writer.send(frame);
        case TICK -> {
          writer.say(frame);
          writer.tick();
        }
      }
    }
  }

  @Provide
  static Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> sizes =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 300)),
            net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(10_000, 70_000)),
            net.jqwik.api.Tuple.of(
                1, Arbitraries.integers().between(BlackBox.RING - 100, BlackBox.RING + 100)));
    Arbitrary<Step.Way> ways =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.of(Step.Way.WRITE, Step.Way.SAY)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Step.Way.SEND, Step.Way.TICK)));
    return Combinators.combine(sizes, ways).as(Step::new).list().ofMaxSize(60);
  }

  /** The process ends between two frames: nothing is missing. */
  @Property(tries = 100)
  void whatWasNotSentIsKept(@ForAll("steps") List<Step> steps, @ForAll Random random)
      throws IOException {
    Path file = file();
    try {
      FrameWriter writer = new FrameWriter(cut);
      int before = random.nextInt(5);
      for (int i = 0; i < steps.size(); i++) {
        if (i == before) {
          writer.gather(BlackBox.make(file));
        }
        Step step = steps.get(i);
        Frame frame = frame(step, random);
        step.on(writer, frame);
        reference.send(frame);
        if (i >= before) {
          assertThat(behind(file, channel.size())).isEqualTo(from(channel.size()));
          int less = random.nextInt(channel.size() + 1);
          byte[] rest = behind(file, less);
          assertThat(rest).isEqualTo(Arrays.copyOf(from(less), rest.length));
        }
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** It ends in the middle of a write: what had been kept before that is there. */
  @Property(tries = 100)
  void whatWasSentInPartIsKept(@ForAll("steps") List<Step> steps, @ForAll Random random)
      throws IOException {
    Path file = file();
    until = random.nextInt(400_000);
    try {
      FrameWriter writer = new FrameWriter(cut);
      writer.gather(BlackBox.make(file));
      for (Step step : steps) {
        Frame frame = frame(step, random);
        reference.send(frame);
        try {
          step.on(writer, frame);
        } catch (IOException e) {
          byte[] rest = behind(file, channel.size());
          if (step.size < BlackBox.RING / 2 - 100) {
            assertThat(rest).isEqualTo(from(channel.size()));
          } else {
            assertThat(rest).isEqualTo(Arrays.copyOf(from(channel.size()), rest.length));
          }
          return;
        }
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Who stops gathering sends as before, and whoever goes on has a box without a gap. */
  @Example
  void stopsAndGoesOn() throws IOException {
    Path file = file();
    FrameWriter writer = new FrameWriter(cut);
    BlackBox box = BlackBox.make(file);
    writer.gather(box);
    writer.say(new Frame.Started(1, 0));
    assertThat(channel.size()).isZero();
    // Whoever calls this may be the last one who would have sent it.
    writer.stopGathering();
    int first = channel.size();
    assertThat(first).isPositive();
    writer.say(new Frame.Started(2, 0));
    int sent = channel.size();
    assertThat(sent).isEqualTo(2 * first);
    writer.gather(box);
    writer.say(new Frame.Started(3, 0));
    assertThat(channel.size()).isEqualTo(sent);
    assertThat(behind(file, sent)).hasSize(sent / 2);
    assertThat(writer.tick()).isTrue();
    assertThat(writer.tick()).as("something was said").isFalse();
    Files.delete(file);
  }

  /** Users' code prints until its stack is full, and goes on: nothing is told twice or never. */
  @Example
  void whoBreaksOffLeavesNoGap() throws IOException {
    Path file = file();
    FrameWriter writer = new FrameWriter(cut);
    writer.gather(BlackBox.make(file));
    said(writer, 1);
    deep = true;
    assertThatThrownBy(writer::flush).isInstanceOf(StackOverflowError.class);
    deep = false;
    said(writer, 2);
    List<String> endless =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            throw new StackOverflowError();
          }

          @Override
          public int size() {
            return 1;
          }
        };
    assertThatThrownBy(() -> writer.say(new Frame.Opened(1, endless, false)))
        .isInstanceOf(StackOverflowError.class);
    said(writer, 3);
    assertThat(channel.size()).isZero();
    assertThat(behind(file, 0)).isEqualTo(all.toByteArray());
    writer.flush();
    assertThat(channel.toByteArray()).isEqualTo(all.toByteArray());
    said(writer, 4);
    assertThat(behind(file, channel.size())).isEqualTo(from(channel.size())).isNotEmpty();
    Files.delete(file);
  }

  private void said(FrameWriter writer, int seq) throws IOException {
    writer.say(new Frame.Started(seq, 0));
    reference.send(new Frame.Started(seq, 0));
  }

  @Example
  void aFileThatIsNoBoxHasNothing() throws IOException {
    Path file = file();
    Files.writeString(file, "cut");
    assertThat(behind(file, 0)).isEmpty();
    assertThatThrownBy(() -> BlackBox.make(file)).isInstanceOf(FileAlreadyExistsException.class);
    Files.delete(file);
  }

  private Path file() throws IOException {
    channel.reset();
    all.reset();
    until = Integer.MAX_VALUE;
    Path file = Files.createTempFile("black", "box");
    Files.delete(file);
    return file;
  }

  private static Frame frame(Step step, Random random) {
    byte[] bytes = new byte[step.size];
    random.nextBytes(bytes);
    return new Frame.Output(random.nextLong(), random.nextBoolean(), bytes);
  }

  private static byte[] behind(Path file, int heard) throws IOException {
    return BlackBox.rest(file, heard).readAllBytes();
  }

  private byte[] from(int heard) {
    return Arrays.copyOfRange(all.toByteArray(), heard, all.size());
  }
}
