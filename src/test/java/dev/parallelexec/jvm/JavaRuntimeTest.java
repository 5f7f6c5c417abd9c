package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class JavaRuntimeTest {
  private static final Path OWN = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path dir;

  @Test
  void itKnowsTheJavaThatRunsIt() throws Exception {
    JavaRuntime own = JavaRuntime.of(OWN);

    assertThat(own.feature()).isEqualTo(Runtime.version().feature());
    assertThat(own.version()).isEqualTo(System.getProperty("java.version"));
    assertThat(own.home()).isEqualTo(Path.of(System.getProperty("java.home")).toRealPath());
  }

  @ParameterizedTest
  @CsvSource({"17.0.15, 17", "1.8.0_402, 8", "25, 25", "26-ea, 26"})
  void theReleaseFileIsEnough(String version, int feature) throws Exception {
    Path java = script("jdk/bin/java", "exit 1");
    Files.writeString(dir.resolve("jdk/release"), "A=\"1\"\nJAVA_VERSION=\"" + version + "\"\n");

    assertThat(JavaRuntime.of(java))
        .isEqualTo(new JavaRuntime(java, dir.resolve("jdk").toRealPath(), feature, version));
  }

  @Test
  void aScriptInFrontIsAsked() throws Exception {
    Path shim = script("shims/java", "exec '" + OWN + "' \"$@\"");

    JavaRuntime asked = JavaRuntime.of(shim);

    assertThat(asked.java()).isEqualTo(shim);
    assertThat(asked.version()).isEqualTo(System.getProperty("java.version"));
    assertThat(asked.home()).isEqualTo(Path.of(System.getProperty("java.home")));
  }

  @Test
  void whatCannotBeRunIsSaid() throws Exception {
    assertFails(dir.resolve("missing/java"), "there is no java program");
    assertFails(dir, "is a directory");
    assertFails(script("broken/java", "echo out of order; exit 3"), "out of order");
    assertFails(script("mute/java", "exit 0"), "does not tell its version");
    assertFails(Files.writeString(dir.resolve("text"), "x"), "may not be executed");
  }

  private static void assertFails(Path java, String message) {
    assertThatThrownBy(() -> JavaRuntime.of(java))
        .isInstanceOf(UnusableJavaException.class)
        .hasMessageContaining(java.toString())
        .hasMessageContaining(message);
  }

  private Path script(String name, String line) throws IOException {
    Path script = dir.resolve(name);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/sh\n" + line + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
