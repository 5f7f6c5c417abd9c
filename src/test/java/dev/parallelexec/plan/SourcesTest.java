package dev.parallelexec.plan;

import static dev.parallelexec.plan.Lists.CUBE;
import static dev.parallelexec.plan.Lists.arguments;
import static dev.parallelexec.plan.Lists.items;
import static dev.parallelexec.plan.Lists.matrix;
import static dev.parallelexec.plan.Lists.pull;
import static dev.parallelexec.plan.Lists.range;
import static dev.parallelexec.plan.Lists.request;
import static dev.parallelexec.plan.Lists.separated;
import static dev.parallelexec.plan.Lists.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where items come from. */
class SourcesTest {
  /** Hands out texts, and remembers that it was closed. */
  private static final class Feed implements ItemFeed {
    private final Iterator<String> rest;
    private boolean closed;

    Feed(String... items) {
      this.rest = List.of(items).iterator();
    }

    @Override
    public String next() {
      if (!rest.hasNext()) {
        return null;
      }
      String item = rest.next();
      if (item.equals("!")) {
        throw new IllegalStateException("its worker died");
      }
      return item;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Sources feed(ItemFeed feed) {
    return new Sources(null, null, null, null, feed, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "0..4,'0,1,2,3,4'",
    "4..0,'4,3,2,1,0'",
    "0..100..50,'0,50,100'",
    "0..10..4,'0,4,8'",
    "10..0..4,'10,6,2'",
    "-1..1,'-1,0,1'",
    "3..3,3",
    "9223372036854775806..9223372036854775807,'9223372036854775806,9223372036854775807'",
    "-9223372036854775808..9223372036854775807..9223372036854775807,"
        + "'-9223372036854775808,-1,9223372036854775806'"
  })
  void ranges(String text, String numbers) throws Exception {
    assertThat(items(range(text))).containsExactly(numbers.split(","));
  }

  @Property
  void rangesHaveTheSizeThatTheySay(
      @ForAll @IntRange(min = -200, max = 200) int first,
      @ForAll @IntRange(min = -200, max = 200) int last,
      @ForAll @IntRange(min = 1, max = 50) int step)
      throws Exception {
    Plan plan = Plan.of(request(CUBE, range(first + ".." + last + ".." + step)), new Problems());
    int sign = first <= last ? 1 : -1;
    List<String> expected =
        LongStream.rangeClosed(0, Math.abs(last - first) / step)
            .mapToObj(i -> Long.toString(first + sign * i * step))
            .toList();
    assertThat(pull(plan)).extracting(task -> task.id()).isEqualTo(expected);
    assertThat(plan.size()).isEqualTo(expected.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "a..b",
        "0..4..0",
        "0..4..-1",
        "0..",
        "0..9223372036854775808",
        "-9223372036854775808..9223372036854775807",
        "0..3000000000"
      })
  void wrongRanges(String text) {
    assertThat(wrong(request(CUBE, range(text)))).hasSize(1);
  }

  @Test
  void aRangeThatIsMeant() {
    assertThat(wrong(request(CUBE, range("0-4"))).get(0)).endsWith("did you mean '0..4'?");
  }

  @Test
  void theMatrixTurnsItsLastListFastest() throws Exception {
    Sources sources = matrix("a,b", "1,2,3");
    assertThat(arguments(request(CUBE, sources)))
        .containsExactly(
            List.of("a", "1"),
            List.of("a", "2"),
            List.of("a", "3"),
            List.of("b", "1"),
            List.of("b", "2"),
            List.of("b", "3"));
    assertThat(arguments(request(CUBE.with(List.of("{2}{1}")), sources)).get(5))
        .containsExactly("3b");
    assertThat(items(sources).get(0)).isEqualTo("a 1");
    assertThat(items(matrix("a,b", ""))).isEmpty();
    assertThat(items(matrix())).isEmpty();
  }

  @Test
  void aMatrixThatIsTooLargeIsTold() {
    String thousand = String.join(",", LongStream.range(0, 1_000).mapToObj(i -> "x").toList());
    assertThat(wrong(request(CUBE, matrix(thousand, thousand, thousand, thousand))))
        .containsExactly("matrix: more than 2147483647 tasks are too many");
  }

  @Test
  void columnsAreTextNotPatterns() throws Exception {
    assertThat(arguments(request(CUBE, separated(".", "a.b", "c", ".d."))))
        .containsExactly(List.of("a", "b"), List.of("c"), List.of("", "d", ""));
    assertThat(wrong(request(CUBE.with(List.of("{2}")), separated("::", "a::b", "c"))))
        .containsExactly("items: 'c' has 1 column with itemSeparator '::', and {2} is asked for");
    assertThat(wrong(request(CUBE, separated("", "a")))).hasSize(1);
  }

  @Test
  void itemsMayBeEmptyOrLookLikePlaceholders() throws Exception {
    assertThat(items(Sources.items(Arrays.asList("{slot}", null, "x"))))
        .containsExactly("{slot}", "", "x");
    assertThat(Sources.split(" a, ,b,,c ")).containsExactly("a", "b", "c");
    assertThat(Sources.split("")).isEmpty();
  }

  @Test
  void allSourcesFollowEachOtherInTheStatedOrder(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("f.txt"));
    Path lines = Files.writeString(directory.resolve("lines"), "line");
    FileSet files = new FileSet(directory, List.of("*.txt"), List.of(), true);
    Feed feed = new Feed("fed");
    Sources all =
        new Sources(
            List.of("item"), files, lines, "1..2", feed, List.of(List.of("m"), List.of("n")), null);
    Plan plan = Plan.of(request(CUBE.with(List.of("{item}")), all), new Problems());
    assertThat(plan.size()).isEqualTo(-1);
    try (Tasks tasks = plan.open()) {
      assertThat(tasks.listable()).isFalse();
    }
    assertThat(pull(plan))
        .extracting(task -> task.arguments().at(1).get(0))
        .containsExactly("item", file.toString(), "line", "1", "2", "fed", "m n");
    assertThat(feed.closed).isTrue();
  }

  @Test
  void aFeedThatBreaksEndsTheListAndIsClosed() throws Exception {
    Feed feed = new Feed("a", "!", "b");
    try (Tasks tasks = Plan.of(request(CUBE, feed(feed)), new Problems()).open()) {
      assertThat(tasks.next().id()).isEqualTo("a");
      assertThatThrownBy(tasks::next)
          .isInstanceOf(PlanException.class)
          .hasMessage("itemsFunction: its worker died");
      assertThat(tasks.next()).isNull();
    }
    assertThat(feed.closed).isTrue();
  }

  @Test
  void aFeedIsNotPulledWhileTheConfigurationIsWrong() {
    Feed feed = new Feed("!");
    assertThat(wrong(request(CUBE.with(List.of("{x")), feed(feed)))).hasSize(1);
    assertThat(feed.rest).hasNext();
  }

  @Test
  void anItemThatLacksAColumnIsToldWhenItIsPulled() throws Exception {
    Sources sources = new Sources(null, null, null, null, new Feed("a:b", "c"), null, ":");
    Plan plan = Plan.of(request(CUBE.with(List.of("{2}")), sources), new Problems());
    try (Tasks tasks = plan.open()) {
      assertThat(tasks.next().arguments().at(1)).containsExactly("b");
      assertThatThrownBy(tasks::next)
          .hasMessage("'c' has 1 column with itemSeparator ':', and {2} is asked for");
    }
  }
}
