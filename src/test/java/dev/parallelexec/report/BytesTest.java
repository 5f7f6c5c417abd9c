package dev.parallelexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.parallelexec.report.JsonLine.Name;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What is written by hand is what the platform, or a JSON library, would write. */
class BytesTest {
  @Property
  void numbersAreTheirDigits(@ForAll long number, @ForAll @IntRange(max = 999) int small) {
    assertThat(text(new Bytes().decimal(number))).isEqualTo(Long.toString(number));
    assertThat(text(new Bytes().digits(small, 3))).isEqualTo(String.format("%03d", small));
  }

  @Property
  void secondsHaveMicroseconds(@ForAll @LongRange(max = Long.MAX_VALUE) long nanos) {
    String text = text(new Bytes().seconds(nanos));
    assertThat(new BigDecimal(text)).isEqualByComparingTo(BigDecimal.valueOf(nanos / 1_000, 6));
    assertThat(text).doesNotContain("E").doesNotMatch(".*\\..*0");
  }

  @Property
  void anyTextComesBackFromALine(@ForAll String text, @ForAll List<String> texts)
      throws IOException {
    Bytes bytes = new Bytes();
    JsonLine line =
        new JsonLine(bytes).begin().text(new Name("a"), text).texts(new Name("b"), texts);
    line.object(new Name("c")).number(new Name("d"), 7).end().end();
    try (JsonParser json = new JsonFactory().createParser(text(bytes))) {
      json.nextToken();
      assertThat(json.nextFieldName()).isEqualTo("a");
      assertThat(json.nextTextValue()).isEqualTo(whole(text));
      assertThat(json.nextFieldName()).isEqualTo("b");
      json.nextToken();
      for (String each : texts) {
        assertThat(json.nextTextValue()).isEqualTo(whole(each));
      }
      json.nextToken();
      assertThat(json.nextFieldName()).isEqualTo("c");
      json.nextToken();
      assertThat(json.nextFieldName()).isEqualTo("d");
      assertThat(json.nextLongValue(0)).isEqualTo(7);
    }
  }

  @Property
  void charactersAreThoseThatThePlatformWrites(@ForAll List<String> texts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Utf8Writer writer = new Utf8Writer(out);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      for (String text : texts) {
        writer.write(text);
        writer.write("😀".toCharArray());
        all.append(text).append("😀");
      }
    }
    writer.flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(whole(all.toString()));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.array(), 0, bytes.size(), StandardCharsets.UTF_8);
  }

  /** With question marks for half surrogate pairs. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
