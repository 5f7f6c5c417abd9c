package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Stream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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
}
