package dev.parallelexec.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerOutputTest {
  private static final String MARKER = "parallel-exec 00ffee ";

  /** Texts that are nearly the mark, too. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> beginnings =
        Arbitraries.integers().between(0, MARKER.length() - 1).map(n -> MARKER.substring(0, n));
    return Arbitraries.oneOf(beginnings, Arbitraries.strings().ofMaxLength(10), Arbitraries.of("p"))
        .list()
        .ofMaxSize(6)
        .map(all -> String.join("", all))
        .filter(text -> !text.contains(MARKER));
  }

  @Property
  void handsOnAllButTheLine(
      @ForAll("texts") String before, @ForAll("texts") String behind, @ForAll byte first)
      throws IOException {
    int code = first & 0xff;
    WorkerOutput output = output(before, MARKER + code + "\n", behind);
    assertThat(text(output)).isEqualTo(before + behind);
    assertThat(output.end()).isCompletedWithValue(OptionalInt.of(code));
  }

  @Property
  void doesNotDependOnWhereItIsCut(@ForAll("texts") String before, @ForAll byte at)
      throws IOException {
    String whole = before + MARKER + "7\nx";
    int cut = (at & 0xff) % whole.length();
    WorkerOutput output = output(whole.substring(0, cut), whole.substring(cut));
    assertThat(text(output)).isEqualTo(before + "x");
    assertThat(output.end()).isCompletedWithValue(OptionalInt.of(7));
  }

  @Property
  void tellsNothingWithoutTheLine(@ForAll("texts") String before) throws IOException {
    WorkerOutput output = output(before);
    assertThat(text(output)).isEqualTo(before);
    assertThat(output.end()).isCompletedWithValue(OptionalInt.empty());
  }

  /** The link may break in the middle of the line, of which 13 may have been 137. */
  @ParameterizedTest
  @ValueSource(strings = {"13", "", "1234\n", "\n", "x\n"})
  void tellsNothingByHalfALine(String code) throws IOException {
    WorkerOutput output = output(MARKER + code);
    String unused = text(output);
    assertThat(output.end()).isCompletedWithValue(OptionalInt.empty());
  }

  @Test
  void passesOnAtOnce() throws IOException {
    WorkerOutput output = output("out", MARKER);
    assertThat(new String(output.readNBytes(3), StandardCharsets.UTF_8)).isEqualTo("out");
    assertThat(output.end()).isNotDone();
    output.close();
    assertThat(output.end()).isCompletedWithValue(OptionalInt.empty());
  }

  @Test
  void aBrokenPipeTellsNothing() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }
        };
    WorkerOutput output = new WorkerOutput(broken, MARKER);
    assertThatThrownBy(output::read).hasMessage("broken");
    assertThat(output.end()).isCompletedWithValue(OptionalInt.empty());
  }

  /** Each piece is what one read finds. */
  private static WorkerOutput output(String... pieces) {
    List<InputStream> all = new ArrayList<>();
    for (String piece : pieces) {
      all.add(new ByteArrayInputStream(piece.getBytes(StandardCharsets.UTF_8)));
    }
    return new WorkerOutput(new SequenceInputStream(Collections.enumeration(all)), MARKER);
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
