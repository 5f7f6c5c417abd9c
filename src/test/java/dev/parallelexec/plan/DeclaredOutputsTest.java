package dev.parallelexec.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredOutputsTest {
  private static final Path BASE = Path.of("/module");

  private static boolean declared(String template, String path) {
    return new DeclaredOutputs(BASE, List.of(template), List.of()).test(BASE.resolve(path));
  }

  @Test
  void aFileIsItself() {
    assertThat(declared("target/classes/a.txt", "target/classes/a.txt")).isTrue();
    assertThat(declared("target/classes/a.txt", "target/classes/a.txt2")).isFalse();
    assertThat(declared("/module/target/a.txt", "target/a.txt")).isTrue();
  }

  @Test
  void aDirectoryIsAllThatIsInIt() {
    assertThat(declared("target/gen", "target/gen")).isTrue();
    assertThat(declared("target/gen", "target/gen/x/y.txt")).isTrue();
    assertThat(declared("target/gen", "target/generated")).isFalse();
  }

  @Test
  void aPlaceholderIsAnything() {
    String template = "target/classes/{relativeStem}.svg";
    assertThat(declared(template, "target/classes/a.svg")).isTrue();
    assertThat(declared(template, "target/classes/x/y/a.svg")).isTrue();
    assertThat(declared(template, "target/classes/A.class")).isFalse();
    assertThat(declared("{item}.out", "some/where.out")).isTrue();
    assertThat(declared("{item}.out", "some/where.txt")).isFalse();
  }

  @Test
  void globsAreAnts() {
    assertThat(declared("target/**/*.txt", "target/a.txt")).isTrue();
    assertThat(declared("target/**/*.txt", "target/x/y/a.txt")).isTrue();
    assertThat(declared("target/*/a.txt", "target/x/y/a.txt")).isFalse();
    assertThat(declared("target/{id}/**", "target/x/y/a.txt")).isTrue();
    assertThat(declared("a?.txt", "a1.txt")).isTrue();
    assertThat(declared("a?.txt", "a12.txt")).isFalse();
  }

  @Test
  void bracesAndBracketsAreThemselves() {
    assertThat(declared("target/{{x}[1].txt", "target/{x}[1].txt")).isTrue();
    assertThat(declared("target/{{x}[1].txt", "target/{x}1.txt")).isFalse();
  }

  @Test
  void directoriesAreLeftOutWhole() {
    DeclaredOutputs outputs =
        new DeclaredOutputs(BASE, List.of(), List.of(BASE.resolve("target/parallel-exec")));
    assertThat(outputs.test(BASE.resolve("target/parallel-exec"))).isTrue();
    assertThat(outputs.test(BASE.resolve("target/parallel-exec/a/results.json"))).isTrue();
    assertThat(outputs.test(BASE.resolve("target/classes"))).isFalse();
  }
}
