package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker wrote down of the classes that it loaded. */
class ClassListTest {
  private static final String TEXT =
      """
      # NOTE: Do not modify this file.
      java/lang/Object id: 0
      com/acme/A id: 1
      com/acme/B id: 2 super: 1 source: a.jar
      dev/parallelexec/worker/WorkerMain id: 3
      @lambda-proxy com/acme/A run ()Ljava/lang/Runnable; ()V
      @lambda-form-invoker [LF_RESOLVE] java.lang.invoke.Invokers$Holder invoke
      com/acme/C id: 4
      com/acme/Ha""";

  @TempDir Path dir;

  @Test
  void aLineThatWasNotFinishedDoesNotCount() throws IOException {
    assertThat(list().lines()).hasSize(8).last().isEqualTo("com/acme/C id: 4");
  }

  @Test
  void countsClassesAndNothingElse() throws IOException {
    Path file = Files.writeString(dir.resolve("list"), TEXT);
    assertThat(ClassList.names(file, 6)).isTrue();
    assertThat(ClassList.names(file, 7)).isFalse();
    assertThat(ClassList.names(dir.resolve("none"), 1)).isFalse();
  }

  @Test
  void leavesClassesOutWithTheirLambdas() throws IOException {
    assertThat(list().without(Set.of("com/acme/A")).lines())
        .noneMatch(line -> line.contains("com/acme/A"))
        .hasSize(6);
    assertThat(list().without(Set.of("java/lang/Runnable")).lines())
        .noneMatch(line -> line.startsWith("@lambda-proxy"))
        .hasSize(7);
    assertThat(list().withoutLambdas().lines()).hasSize(7);
  }

  private ClassList list() throws IOException {
    return ClassList.read(Files.writeString(dir.resolve("list"), TEXT));
  }
}
