package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Stream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Memory keeps the beginning and the end, however the bytes are cut. */
class CaptureTest {
  @Property(tries = 200)
  void keepsBothEnds(@ForAll @Size(max = 12) List<@IntRange(max = 90_000) Integer> lengths) {
    int total = lengths.stream().mapToInt(Integer::intValue).sum();
    byte[] all = new byte[total];
    for (int i = 0; i < total; i++) {
      all[i] = (byte) ('a' + i % 26);
    }
    Capture capture = new Capture();
    int at = 0;
    for (int length : lengths) {
      capture.add(Stream.OUT, Arrays.copyOfRange(all, at, at + length), length);
      at += length;
    }

    String text = String.join("\n", capture.lines(""));
    String expected = new String(all, StandardCharsets.UTF_8);
    int kept = Capture.KEPT;
    if (total <= 2 * kept) {
      assertThat(text).isEqualTo(expected);
    } else {
      assertThat(text)
          .isEqualTo(
              expected.substring(0, kept)
                  + "\n… "
                  + (total - 2 * kept)
                  + " bytes are left out here …\n"
                  + expected.substring(total - kept));
    }
  }

  @Property(tries = 50)
  void whatIsLeftOutEndsAtEndsOfLines(@ForAll @IntRange(min = 20_000, max = 60_000) int count) {
    byte[] all =
        IntStream.range(0, count)
            .mapToObj(i -> "line " + i + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
    Capture capture = new Capture();
    capture.add(Stream.OUT, all, all.length);

    List<String> lines = capture.lines(", see the log");

    int note = IntStream.range(0, lines.size()).filter(i -> lines.get(i).startsWith("…")).sum();
    int left = count - (lines.size() - 1);
    long bytes =
        IntStream.range(note, note + left).mapToLong(i -> ("line " + i + "\n").length()).sum();
    assertThat(lines.get(note)).isEqualTo("… " + bytes + " bytes are left out here, see the log …");
    assertThat(lines.subList(0, note))
        .isEqualTo(IntStream.range(0, note).mapToObj(i -> "line " + i).toList());
    assertThat(lines.subList(note + 1, lines.size()))
        .isEqualTo(IntStream.range(note + left, count).mapToObj(i -> "line " + i).toList());
  }
}
