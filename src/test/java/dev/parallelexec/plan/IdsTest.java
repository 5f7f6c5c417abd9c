package dev.parallelexec.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids. */
class IdsTest {
  @Test
  void whatRepeatsGetsItsIndex() {
    Ids ids = new Ids();
    assertThat(List.of(ids.unique("a", 0), ids.unique("b", 1), ids.unique("a", 2)))
        .containsExactly("a", "b", "a#2");
    assertThat(ids.unique("", 3)).isEqualTo("#3");
    assertThat(ids.unique("x\ty\n", 4)).isEqualTo("x y ");
  }

  @Property
  void uniqueAlsoWhereItemsLookLikeIds(
      @ForAll List<@StringLength(max = 4) @Chars({'a', '#', '0', '1', '2'}) String> texts) {
    Ids ids = new Ids();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      assertThat(seen.add(ids.unique(texts.get(i), i))).isTrue();
    }
  }

  @Test
  void growingForgetsNothing() {
    Ids ids = new Ids();
    for (int i = 0; i < 50_000; i++) {
      assertThat(ids.unique("item " + i, i)).isEqualTo("item " + i);
    }
    for (int i = 0; i < 50_000; i++) {
      assertThat(ids.reserve("item " + i)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a/b\\c:d,a_b_c_d",
    "\u00e4 \uD83D\uDE00,\u00e4 \uD83D\uDE00",
    "con,_con",
    "NUL.txt,_NUL.txt",
    "console,console",
    "'',_",
    "end.,end_",
    "..,._"
  })
  void safeForFileNames(String id, String name) {
    assertThat(Ids.safeName(id)).isEqualTo(name);
  }

  @Property
  void safeNamesAreShortAndWhole(@ForAll @StringLength(max = 400) String id) {
    String name = Ids.safeName(id);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    assertThat(bytes.length).isBetween(1, 120);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(name);
    assertThat(name).doesNotContain("/", "\\", "\n");
  }
}
