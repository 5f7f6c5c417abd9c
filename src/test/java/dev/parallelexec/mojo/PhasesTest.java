package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhasesTest {
  @ParameterizedTest
  @CsvSource({
    "generate-resources, true",
    "process-resources, true",
    "compile, false",
    "process-classes, false",
    "prepare-package, false",
    "pre-clean, true",
    "before:compile, true",
    "after:compile, false",
    "before:sources, true",
    "generate-sources[100], true",
    ", false"
  })
  void classesAreThereFromCompileOn(String phase, boolean before) {
    assertThat(Phases.beforeCompile(phase)).isEqualTo(before);
  }
}
