package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two modules are built at once, and one of them fails: what it had fired is cancelled at once,
 * though its tasks would run for ever; what the other one runs, fired or not, comes to its end.
 */
@EnabledOnOs(OS.LINUX)
class ReactorIT {
  @TempDir Path directory;

  static Stream<Arguments> ways() {
    return Stream.of(Mavens.running(), Mavens.four())
        .flatMap(
            home ->
                Stream.of("-ff", "-fae", "-fn")
                    .map(how -> Arguments.of(how, home.getFileName(), home)));
  }

  private Path reactor() throws IOException {
    Path top = directory.resolve("reactor");
    new Pom().with("<modules><module>bad</module><module>good</module></modules>").write(top);
    new Pom()
        .execution("async", "fired", "initialize", "stay", "f1 f2 f3", "<workers>12</workers>")
        .execution("map", "waits", "compile", "await", "fail", "")
        .execution("map", "breaks", "process-classes", "noSuchFunction", "x", "")
        .write(top.resolve("bad"));
    new Pom()
        .execution("async", "fired", "initialize", "await", "g1 g2", "")
        .execution("map", "mapped", "compile", "await", "h1 h2", "")
        .write(top.resolve("good"));
    return top;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("ways")
  void aFailedModuleTakesItsOwnTasksAlone(String how, Path name, Path home) throws Exception {
    Path top = reactor();
    Path bad = top.resolve("bad");
    Path good = top.resolve("good");
    try (Build build = Build.start(home, top, "", "-T2", how, "process-classes")) {
      List<Long> fired =
          Stream.of(build.awaitTask(bad, "f1").split(" ")).map(Long::valueOf).toList();
      build.awaitTask(bad, "fail");
      build.awaitTask(good, "g1");
      build.awaitTask(good, "h1");
      assertThat(fired).allMatch(Build::lives);

      go(bad, "fail");
      await("what the failed module had fired is gone while the other one is built")
          .atMost(Duration.ofMinutes(1))
          .until(() -> fired.stream().noneMatch(Build::lives));
      assertThat(good.resolve("target/parallel-exec/mapped/results.json")).doesNotExist();
      for (String task : List.of("g1", "g2", "h1", "h2")) {
        go(good, task);
      }

      assertThat(build.awaitEnd()).as("%s", build.printed()).isEqualTo(how.equals("-fn") ? 0 : 1);
      build.assertNoProcessLeft();
      assertThat(build.leftFiles()).isEmpty();
      assertThat(build.printed())
          .contains("noSuchFunction")
          .contains("[bad fired]   Summary")
          .doesNotContain("\tat ");
    }
    assertThat(Build.outcomes(bad, "fired"))
        .isEqualTo(Map.of("f1", "cancelled", "f2", "cancelled", "f3", "cancelled"));
    assertThat(Build.outcomes(bad, "waits")).isEqualTo(Map.of("fail", "passed"));
    assertThat(Build.outcomes(good, "fired")).isEqualTo(Map.of("g1", "passed", "g2", "passed"));
    assertThat(Build.outcomes(good, "mapped")).isEqualTo(Map.of("h1", "passed", "h2", "passed"));
  }

  private static void go(Path module, String task) throws IOException {
    Files.createFile(module.resolve("target").resolve(task + ".go"));
  }
}
