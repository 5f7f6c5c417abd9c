package dev.parallelexec.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The text that users read when their configuration is wrong. */
class ProblemsTest {
  private final Problems problems = new Problems();

  @Test
  void allOfThemInOrderAndEachOnce() {
    Values values = new Values(problems);
    values.workers("workers", "0", 4);
    values.bool("skip", "ture", false);
    problems.add("tasks cannot stand together with items");
    problems.add("tasks cannot stand together with items");
    assertThat(problems.text("parallel-exec:map (codegen)"))
        .isEqualTo(
            """
            3 things are wrong in the configuration of parallel-exec:map (codegen):
              workers: '0' is not allowed; allowed: a whole number from 1, or a multiple of the CPUs as 1C or 0.5C
              skip: 'ture' is not allowed; allowed: true, false; did you mean 'true'?
              tasks cannot stand together with items""");
  }

  @Test
  void oneIsOneThing() {
    problems.add("x");
    assertThat(problems.text("here"))
        .isEqualTo("1 thing is wrong in the configuration of here:\n  x");
  }

  @Test
  void longValuesAreCutAndStayOnOneLine() {
    problems.add("a", "x\n  y" + "z".repeat(1_000), "b");
    assertThat(problems.sentences().get(0))
        .startsWith("a: 'x yzzz")
        .endsWith("zzz…' is not allowed; allowed: b")
        .hasSizeLessThan(200);
  }

  @Test
  void theNearestNameForgivesCaseAndHyphens() {
    List<String> names = List.of("fail-at-end", "fail-fast", "fail-never");
    assertThat(Nearest.to("failAtEnd", names)).isEqualTo("fail-at-end");
    assertThat(Nearest.to("FAIL_FSAT", names)).isEqualTo("fail-fast");
    assertThat(Nearest.to("always", names)).isNull();
    assertThat(Nearest.to("", names)).isNull();
    assertThat(Nearest.distance("ca", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("form", "from")).isEqualTo(1);
  }
}
