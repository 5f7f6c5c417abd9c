package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitWordsTest {
  @ParameterizedTest
  @CsvSource({
    "129, SIGHUP",
    "130, SIGINT",
    "134, SIGABRT",
    "135, SIGBUS",
    "137, SIGKILL",
    "139, SIGSEGV",
    "143, SIGTERM",
    "0, ''",
    "1, ''",
    "255, ''",
    "128, ''"
  })
  void signalsHaveNames(int code, String signal) {
    ExitWords words = ExitWords.of(code);

    assertThat(words.signal()).isEqualTo(signal);
    assertThat(words.sentence()).startsWith("exit " + code).contains(signal);
  }

  @Test
  void theSentencesReadWell() {
    assertThat(ExitWords.of(137).sentence())
        .isEqualTo(
            "exit 137 (SIGKILL): killed from outside, probably by the system's memory limit");
    assertThat(ExitWords.of(77).sentence()).isEqualTo("exit 77");
    assertThat(ExitWords.of(0xC0000005).sentence())
        .isEqualTo("exit -1073741819 (0xC0000005): access violation in native code");
  }
}
