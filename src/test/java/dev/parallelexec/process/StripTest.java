package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Marks are no part of what a process has written, wherever it is cut, and whatever it is. */
class StripTest {
  private static final String SECRET = "ab";

  /** What is nearly a mark is none. */
  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "mark", "x", "\0", "\0a", "\0ab", "a", "b", "\0\0ab", "line\n", "\u0001\0\0")
        .list()
        .ofMaxSize(30);
  }

  @Property
  void allButTheMarksIsHandedOn(
      @ForAll("pieces") List<String> pieces, @ForAll List<Integer> lengths) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    long number = 0;
    for (String piece : pieces) {
      byte[] bytes = piece.getBytes(StandardCharsets.US_ASCII);
      if (piece.equals("mark")) {
        all.writeBytes(mark(++number));
      } else if (!piece.endsWith("\0ab")) {
        // Who knows a worker's letters can make marks.
        all.writeBytes(bytes);
        plain.writeBytes(bytes);
      }
      all.write('.');
      plain.write('.');
    }
    ByteArrayOutputStream handed = new ByteArrayOutputStream();
    Marks marks = new Marks(SECRET);
    marks.over();
    Drain.Sink strip = marks.strip(false, (bytes, length) -> handed.write(bytes, 0, length));
    byte[] rest = all.toByteArray();
    for (int length : lengths) {
      int some = Math.min(rest.length, Math.abs(length % 7) + 1);
      strip.take(Arrays.copyOf(rest, some), some);
      rest = Arrays.copyOfRange(rest, some, rest.length);
    }
    strip.take(rest, rest.length);
    assertThat(((Strip) strip).passed).isEqualTo(number);
    strip.end();
    assertThat(handed.toByteArray()).isEqualTo(plain.toByteArray());
  }

  private static byte[] mark(long number) {
    ByteBuffer mark = ByteBuffer.allocate(1 + SECRET.length() + Long.BYTES);
    mark.put((byte) 0).put(SECRET.getBytes(StandardCharsets.US_ASCII)).putLong(number);
    return mark.array();
  }

  /** Half a mark at the end was none, but its process died while it wrote. */
  @Example
  void whatIsCutAtTheEndIsHandedOn() {
    ByteArrayOutputStream handed = new ByteArrayOutputStream();
    Drain.Sink strip = new Marks(SECRET).strip(true, (b, length) -> handed.write(b, 0, length));
    strip.take("text\0a".getBytes(StandardCharsets.US_ASCII), 6);
    strip.end();
    assertThat(handed.toString(StandardCharsets.US_ASCII)).isEqualTo("text\0a");
  }

  @Example
  void withoutMarksNothingIsLookedAt() {
    Drain.Sink to = (bytes, length) -> {};
    assertThat(new Marks("").strip(false, to)).isSameAs(to);
  }

  /** Only the first time is there a wait for what native code has turned away. */
  @Example
  void aMarkThatDoesNotComeIsNotWaitedForTwice() {
    Marks marks = new Marks(SECRET);
    Drain.Sink strip = marks.strip(false, (bytes, length) -> {});
    long begin = System.nanoTime();
    assertThat(marks.takes(new Frame.Mark(1))).isTrue();
    long first = System.nanoTime() - begin;
    for (int i = 2; i < 30; i++) {
      assertThat(marks.takes(new Frame.Mark(i))).isTrue();
    }
    assertThat(first).isBetween(900_000_000L, 10_000_000_000L);
    assertThat(System.nanoTime() - begin).isLessThan(first + 20_000_000_000L);
    strip.take(mark(29), 11);
    assertThat(marks.takes(new Frame.Mark(29))).isTrue();
  }

  /** A pipe that has ended, and one that is not there, have nothing to wait for. */
  @Example
  void whoHasEndedIsNotWaitedFor() {
    Marks marks = new Marks(SECRET);
    marks.strip(false, (bytes, length) -> {}).end();
    long begin = System.nanoTime();
    assertThat(marks.takes(new Frame.Mark(1))).isTrue();
    assertThat(marks.takes(new Frame.Started(2, 0))).isFalse();
    assertThat(System.nanoTime() - begin).isLessThan(900_000_000L);
  }

  @Example
  void whatIsBehindAMarkWaitsForABeginning() throws InterruptedException {
    StringBuffer told = new StringBuffer();
    Marks marks = new Marks(SECRET);
    Drain.Sink strip = marks.strip(false, (bytes, length) -> told.append((char) bytes[0]));
    strip.take(mark(1), 11);
    Thread reader =
        new Thread(
            () -> {
              boolean mine = marks.takes(new Frame.Mark(1));
              told.append(mine);
              marks.heard(new Frame.Started(2, 0));
            });
    strip.take(new byte[0], 0);
    reader.start();
    strip.take(new byte[] {'x'}, 1);
    reader.join();
    assertThat(told).hasToString("truex");
    // Nothing begins any more.
    strip.take(mark(2), 11);
    boolean mine = marks.takes(new Frame.Mark(2));
    marks.heard(new Frame.Recall());
    strip.take(new byte[] {'y'}, 1);
    assertThat(mine).isTrue();
    assertThat(told).hasToString("truexy");
  }
}
