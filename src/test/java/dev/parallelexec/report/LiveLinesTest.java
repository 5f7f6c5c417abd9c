package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Stream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are whole and their source's own, however the bytes are cut; and they are not for ever. */
class LiveLinesTest {
  private final LiveLines live = new LiveLines();

  private List<String> add(Object source, Stream stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return live.add(source, stream, bytes, bytes.length, "the log");
  }

  @Test
  void linesOfSeveralSourcesAndStreamsDoNotMix() {
    assertThat(add(1, Stream.OUT, "a")).isEmpty();
    assertThat(add(2, Stream.OUT, "b")).isEmpty();
    assertThat(add(1, Stream.ERR, "c")).isEmpty();
    assertThat(add(1, Stream.OUT, "a\r\n\nd")).containsExactly("aa", "");
    assertThat(add(2, Stream.OUT, "b\n")).containsExactly("bb");
    assertThat(live.rest(1)).containsExactlyInAnyOrder("d", "c");
    assertThat(live.rest(1)).isEmpty();
    assertThat(live.rest(2)).isEmpty();
  }

  @Test
  void aLineThatNeverEndsComesInPieces() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lines.addAll(add(1, Stream.OUT, "x".repeat(1_000)));
    }
    lines.addAll(live.rest(1));
    assertThat(lines).hasSize(100_000 / LiveLines.MOST_LINE + 1);
    assertThat(String.join("", lines)).isEqualTo("x".repeat(100_000));
  }

  @Test
  void whatIsNoTextIsShownAsGoodAsItGoes() {
    assertThat(add(1, Stream.OUT, "\u00ff\u00fe\u00c3\n")).containsExactly("\ufffd\ufffd\ufffd");
    assertThat(add(1, Stream.OUT, "\u001b[31mred\n")).containsExactly("\u001b[31mred\u001b[0m");
  }

  @Test
  void beyondTheLimitOneLineSaysWhereTheRestIs() {
    String line = "x".repeat(1_023) + "\n";
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      lines.addAll(add(1, Stream.OUT, line));
    }
    assertThat(live.rest(1)).isEmpty();
    assertThat(lines).hasSize(LiveLines.MOST_LIVE / line.length() + 1);
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo("… its output beyond 1 MB is not shown here: see the log");
    // The next attempt begins anew.
    assertThat(add(1, Stream.OUT, line)).hasSize(1);
  }
}
