package dev.parallelexec.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
  private record Point(int x, Optional<String> name) {}

  private record Holder(Object held) {}

  private static final class Broken {
    @Override
    public String toString() {
      throw new IllegalStateException("broken");
    }
  }

  private static final class Endless {
    @Override
    public String toString() {
      return toString() + "x";
    }
  }

  private final Json json = new Json();

  static List<Object[]> values() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(TimeUnit.DAYS, 1);
    map.put(2, List.of());
    map.put(null, null);
    return Arrays.asList(
        new Object[] {null, "null"},
        new Object[] {true, "true"},
        new Object[] {-7, "-7"},
        new Object[] {1e10, "1.0E10"},
        new Object[] {Double.NaN, "\"NaN\""},
        new Object[] {Float.NEGATIVE_INFINITY, "\"-Infinity\""},
        new Object[] {new BigDecimal("1E+3"), "1000"},
        new Object[] {new BigDecimal("1E+1000000"), "1E+1000000"},
        new Object[] {'ä', "\"ä\""},
        new Object[] {"a\"b\\c\n\u0001", "\"a\\\"b\\\\c\\n\\u0001\""},
        new Object[] {"\ud83d\ude00 \ud83d x \ude00", "\"\ud83d\ude00 \\ud83d x \\ude00\""},
        new Object[] {TimeUnit.DAYS, "\"DAYS\""},
        new Object[] {new int[][] {{1, 2}, {}}, "[[1,2],[]]"},
        new Object[] {Arrays.asList("a", null), "[\"a\",null]"},
        new Object[] {List.of(1, 2).iterator(), "[1,2]"},
        new Object[] {IntStream.range(0, 3), "[0,1,2]"},
        new Object[] {map, "{\"DAYS\":1,\"2\":[],\"null\":null}"},
        new Object[] {new Point(1, Optional.of("p")), "{\"x\":1,\"name\":\"p\"}"},
        new Object[] {OptionalInt.empty(), "null"},
        new Object[] {Path.of("a", "b"), "\"a/b\""},
        new Object[] {Instant.EPOCH, "\"1970-01-01T00:00:00Z\""},
        new Object[] {new StringBuilder("text"), "\"text\""});
  }

  @ParameterizedTest
  @MethodSource("values")
  void writes(Object value, String expected) throws Refusal {
    String text = json.of(value);
    assertThat(text).isEqualTo(expected);
    assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(text);
  }

  @Test
  void tellsTheWayToWhatCannotBeWritten() {
    assertRefused(
        Map.of("a", List.of(1, 2, 3, new Holder(new Broken()))),
        "the result cannot be written as JSON at $.a[3].held: it threw"
            + " java.lang.IllegalStateException: broken");
    assertRefused(
        List.of(new Endless()),
        "the result cannot be written as JSON at $[0]: a method of it never ends");
  }

  @Test
  void tellsWhereACycleCloses() {
    List<Object> inner = new ArrayList<>();
    Map<String, Object> outer = Map.of("self", inner);
    inner.add(0);
    inner.add(new Holder(inner));
    assertRefused(
        outer,
        "the result cannot be written as JSON at $.self[1].held: it is $.self again, a cycle of"
            + " java.util.ArrayList");
  }

  @Test
  void tellsWhatLiesTooDeep() throws Refusal {
    Object deep = 0;
    for (int i = 0; i < Json.DEEPEST; i++) {
      deep = List.of(deep);
    }
    assertThat(json.of(deep)).contains("[0]");
    Object deeper = List.of(deep);
    assertThat(catchThrowable(() -> json.of(deeper)))
        .hasMessageEndingWith("it lies deeper than 256 levels");
  }

  @Test
  void isUsableAfterARefusalAndClosesStreams() throws Refusal {
    AtomicBoolean closed = new AtomicBoolean();
    Stream<Object> stream = Stream.<Object>of(new Broken()).onClose(() -> closed.set(true));
    assertThat(catchThrowable(() -> json.of(stream))).isInstanceOf(Refusal.class);
    assertThat(closed).isTrue();
    assertThat(json.of(List.of(List.of("again")))).isEqualTo("[[\"again\"]]");
  }

  private void assertRefused(Object value, String sentence) {
    assertThat(catchThrowable(() -> json.of(value)))
        .isInstanceOf(Refusal.class)
        .hasMessage(sentence);
  }
}
