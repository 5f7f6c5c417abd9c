package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgLineTest {
  private final List<String> problems = new ArrayList<>();

  private List<String> split(String line) {
    return ArgLine.split(
        line, Map.of("agent", "-javaagent:a$b.jar=x", "no", "")::get, problems::add);
  }

  @Test
  void quotesKeepWhiteSpaceTogetherAndLinesAreOne() {
    assertThat(split(" -Xmx64m\n  -Da=\"b c\" '-Dd=e f' "))
        .containsExactly("-Xmx64m", "-Da=b c", "-Dd=e f");
    assertThat(problems).isEmpty();
  }

  @Test
  void propertiesAreReplacedLateAndAsTheyAre() {
    assertThat(split("@{no} @{agent} -ea")).containsExactly("-javaagent:a$b.jar=x", "-ea");
    assertThat(problems).isEmpty();
  }

  @Test
  void whatIsWrongIsTold() {
    assertThat(split("-Da=\"b @{nix}")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "no property is named 'nix'; where it may be missing give it an empty default in"
                + " <properties>",
            "a quote is not closed");
  }
}
