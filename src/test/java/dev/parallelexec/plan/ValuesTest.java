package dev.parallelexec.plan;

import static dev.parallelexec.task.Outcome.CRASHED;
import static dev.parallelexec.task.Outcome.FAILED;
import static dev.parallelexec.task.Outcome.OUT_OF_MEMORY;
import static dev.parallelexec.task.Outcome.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the POM may say, and what not. */
class ValuesTest {
  private final Problems problems = new Problems();
  private final Values values = new Values(problems);

  @ParameterizedTest
  @CsvSource({
    "4,4",
    "1C,6",
    "0.5C,3",
    "0.1C,1",
    "1.5C,9",
    "100C,600",
    "2147483647,2147483647",
    "' 2 ',2"
  })
  void workers(String text, int workers) {
    assertThat(values.workers("workers", text, 6)).isEqualTo(workers);
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0C", "0.0C", "-1", "1.5", "", "C", "-1C", "-99999999999", "two"})
  void wrongWorkers(String text) {
    assertThat(values.workers("workers", text, 6)).isEqualTo(1);
    assertThat(problems.sentences())
        .singleElement()
        .asString()
        .startsWith("workers: '" + text + "' is not allowed");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "' 3 ',3", "2147483647,2147483647", "all,2147483647", "' all ',2147483647"})
  void weights(String text, int weight) {
    assertThat(values.weight("weight", text)).isEqualTo(weight);
    assertThat(values.weight("weight", null)).isEqualTo(1);
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "All", ""})
  void wrongWeights(String text) {
    assertThat(values.weight("weight", text)).isEqualTo(1);
    assertThat(problems.sentences())
        .containsExactly(
            "weight: '" + text + "' is not allowed; allowed: a number of slots from 1, or all");
  }

  @Test
  void aFractionMayMeanAMultipleOfTheCpus() {
    values.workers("workers", "1.5", 4);
    assertThat(problems.sentences().get(0)).endsWith("; did you mean '1.5C'?");
  }

  @ParameterizedTest
  @CsvSource({
    "30s,30000",
    "5m,300000",
    "2h,7200000",
    "1d,86400000",
    "500ms,500",
    "1m30s,90000",
    "1m 30s,90000",
    "PT30S,30000",
    "PT0.5S,500",
    "1.5,1500",
    "45,45000",
    "0,0"
  })
  void durations(String text, long millis) {
    assertThat(values.duration("timeout", text)).isEqualTo(Duration.ofMillis(millis));
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "-30s",
        "PT-30S",
        "30x",
        "s",
        "1s,2s",
        "PT-99999999999999999999S",
        "1e3"
      })
  void wrongDurations(String text) {
    assertThat(values.duration("timeout", text)).isZero();
    assertThat(problems.sentences())
        .singleElement()
        .asString()
        .startsWith("timeout: '" + text + "' is not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "999999999999999999",
        "999999999d",
        "106752d",
        "106751d 24h",
        "99999999999999999h",
        "99999999999999999999ms",
        "PT99999999999999999999S",
        "P9999999999999999D"
      })
  void durationsThatAreTooLarge(String text) {
    assertThat(values.duration("timeout", text)).isZero();
    assertThat(problems.sentences())
        .containsExactly("timeout: '" + text + "' is too large; the largest allowed is 106751d");
    assertThat(values.duration("timeout", "106751d")).isEqualTo(Duration.ofDays(106_751));
    assertThat(problems.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "99999999999", "999999999999999999999999999999"})
  void numbersThatAreTooLarge(String text) {
    values.workers("workers", text, 6);
    values.count("retries", text, 0, 0);
    values.weight("weight", text);
    String rest = ": '" + text + "' is too large; the largest allowed is 2147483647";
    assertThat(problems.sentences())
        .containsExactly("workers" + rest, "retries" + rest, "weight" + rest);
  }

  @Test
  void productsThatAreTooLarge() {
    values.workers("workers", "999999999C", 6);
    values.workers("workers", "99999999999C", 6);
    values.memory("maxMemory", "8388608t", 1_000);
    values.memory("maxMemory", "99999999999999999999g", 1_000);
    assertThat(problems.sentences())
        .containsExactly(
            "workers: '999999999C' is too large; the largest allowed is 2147483647",
            "workers: '99999999999C' is too large; the largest allowed is 2147483647",
            "maxMemory: '8388608t' is too large; the largest allowed is 8388607t",
            "maxMemory: '99999999999999999999g' is too large; the largest allowed is 8388607t");
    assertThat(values.memory("maxMemory", "8388607t", 1_000)).isEqualTo(8_388_607L << 40);
  }

  @ParameterizedTest
  @CsvSource({
    "60%,600",
    "12.5%,125",
    "100%,1000",
    "512k,524288",
    "600m,629145600",
    "2g,2147483648",
    "1G,1073741824"
  })
  void memory(String text, long bytes) {
    assertThat(values.memory("maxMemory", text, 1_000)).isEqualTo(bytes);
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0%", "0m", "101%", "-5%", "100.1%", "9999999999g", "2x", "%"})
  void wrongMemory(String text) {
    values.memory("maxMemory", text, 1_000);
    assertThat(problems.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"600,600m", "2GB,2g", "600 MiB,600m"})
  void memoryThatIsMeant(String text, String meant) {
    values.memory("maxMemory", text, 1_000);
    assertThat(problems.sentences().get(0)).endsWith("; did you mean '" + meant + "'?");
  }

  @Test
  void choicesListWhatThereIs() {
    assertThat(values.choice("mode", "async", Mode.MAP)).isEqualTo(Mode.ASYNC);
    assertThat(values.choice("mode", null, Mode.MAP)).isEqualTo(Mode.MAP);
    assertThat(problems.isEmpty()).isTrue();
    assertThat(values.choice("mode", "asinc", Mode.MAP)).isEqualTo(Mode.MAP);
    assertThat(problems.sentences())
        .containsExactly(
            "mode: 'asinc' is not allowed; allowed: map, apply, async; did you mean 'async'?");
  }

  @Test
  void booleansAreTwoWords() {
    assertThat(values.bool("skip", "true", false)).isTrue();
    assertThat(values.bool("skip", null, true)).isTrue();
    assertThat(problems.isEmpty()).isTrue();
    assertThat(values.bool("skip", "yes", false)).isFalse();
    assertThat(problems.size()).isEqualTo(1);
  }

  @Test
  void counts() {
    assertThat(values.count("retries", "3", 0, 0)).isEqualTo(3);
    assertThat(values.count("retries", null, 2, 0)).isEqualTo(2);
    assertThat(problems.isEmpty()).isTrue();
    values.count("repeat", "0", 1, 1);
    values.count("retries", "99999999999", 0, 0);
    values.count("retries", "", 0, 0);
    assertThat(problems.size()).isEqualTo(3);
  }

  @Test
  void outcomes() {
    assertThat(values.outcomes("retryOn", null)).containsExactly(FAILED, TIMED_OUT, CRASHED);
    assertThat(values.outcomes("retryOn", "failed, out-of-memory"))
        .containsExactly(FAILED, OUT_OF_MEMORY);
    assertThat(problems.isEmpty()).isTrue();
    values.outcomes("retryOn", "failed,timedout,passed");
    values.outcomes("retryOn", " ");
    assertThat(problems.sentences())
        .hasSize(3)
        .first()
        .asString()
        .endsWith("did you mean 'timed-out'?");
  }

  @Test
  void exitCodes() {
    assertThat(values.codes("successCodes", null)).containsExactly(0);
    assertThat(values.codes("successCodes", List.of())).containsExactly(0);
    assertThat(values.codes("successCodes", List.of("0", "3, 4", "3"))).containsExactly(0, 3, 4);
    assertThat(problems.isEmpty()).isTrue();
    values.codes("successCodes", Arrays.asList("x", null));
    assertThat(problems.size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.C::d", "C", "a.b.C$D::e", "\u00e4.\u00d6::\u00fc"})
  void functions(String text) {
    assertThat(values.function("function", text)).isEqualTo(Call.function(text));
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "a.b::,-",
        "::x,-",
        "'',-",
        "a..b::c,-",
        "a.b::c::d,-",
        "1a::b,-",
        "a.b#c,a.b::c",
        "a.b:c,a.b::c",
        "a.b::c(),a.b::c",
        "a.b :: c,a.b::c",
        "a/b/C::d,a.b.C::d"
      })
  void wrongFunctions(String text, String meant) {
    values.function("function", text);
    String sentence = problems.sentences().get(0);
    assertThat(sentence).startsWith("function: '" + text + "' is not allowed");
    if (meant == null) {
      assertThat(sentence).doesNotContain("did you mean");
    } else {
      assertThat(sentence).endsWith("did you mean '" + meant + "'?");
    }
  }

  @Test
  void aMainClassHasNoMethod() {
    assertThat(values.mainClass("mainClass", "a.Main", List.of(0)))
        .isEqualTo(Call.mainClass("a.Main", List.of(0)));
    values.mainClass("mainClass", "a.Main::main", List.of(0));
    assertThat(problems.sentences().get(0)).endsWith("did you mean 'a.Main'?");
  }
}
