package dev.parallelexec.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one build learns of its workers, the next one starts them by. */
class TuningTest {
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  @TempDir Path cache;
  private final List<String> said = new ArrayList<>();

  @Test
  void whatNobodyKnowsIsLeftToTheJvm() {
    assertThat(tuning().arguments(launch())).isEmpty();
    assertThat(said).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1500,640,true", "400,100,true", "400,99,false", "540,0,false", "0,0,false"})
  void whereOptimizingTookAQuarterTheNextBuildDoesWithout(
      long all, long optimizing, boolean quick) {
    build(launch(), all, optimizing);

    assertThat(tuning().arguments(launch())).isEqualTo(quick ? QUICK : List.of());
  }

  @Test
  void aBuildStartsAllWorkersOfAKindAlike() {
    Tuning build = tuning();
    assertThat(build.arguments(launch())).isEmpty();
    build.used(launch(), new ProcessorTime(100, 50));
    assertThat(build.arguments(launch())).isEmpty();
    build.keep();

    assertThat(tuning().arguments(launch())).isEqualTo(QUICK);
  }

  @Test
  void theWorkerThatUsedMostCounts() {
    Tuning build = tuning();
    build.used(launch(), new ProcessorTime(200, 80));
    build.used(launch(), new ProcessorTime(10_000, 600));
    build.used(launch(), new ProcessorTime(300, 150));
    build.used(launch(), null);
    build.keep();

    assertThat(tuning().arguments(launch())).isEmpty();
  }

  @Test
  void whereItTurnsOutWorseThatIsTheEndOfIt() {
    build(launch(), 1_000, 400);
    assertThat(tuning().arguments(launch())).isEqualTo(QUICK);

    build(launch(), 1_001, 0);
    assertThat(tuning().arguments(launch())).isEmpty();

    build(launch(), 1_000, 400);
    assertThat(tuning().arguments(launch())).as("not tried again and again").isEmpty();

    build(launch(), 300, 120);
    assertThat(tuning().arguments(launch())).as("a list that is another one").isEqualTo(QUICK);
  }

  @Test
  void aListThatGrewIsMeasuredAgainWithAllCompilers() {
    build(launch(), 1_500, 640);
    build(launch(), 15_000, 0);
    assertThat(tuning().arguments(launch())).isEmpty();

    build(launch(), 12_000, 700);
    assertThat(tuning().arguments(launch())).isEmpty();
  }

  @Test
  void aBuildWithoutSuchWorkersChangesNothing() {
    build(launch(), 1_000, 500);
    Tuning build = tuning();
    assertThat(build.arguments(launch())).isEqualTo(QUICK);
    build.keep();

    assertThat(tuning().arguments(launch())).isEqualTo(QUICK);
  }

  @Test
  void anotherClassPathDirectoryOrArgumentIsAnotherKind() {
    build(launch(), 1_000, 500);

    assertThat(tuning().arguments(launch("-ea"))).isEmpty();
    assertThat(
            tuning()
                .arguments(
                    new Launch(
                        Path.of("/jdk/bin/java"),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Path.of("/m"),
                        Sharing.OFF)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:TieredStopAtLevel=4",
        "-XX:-TieredCompilation",
        "-Xint",
        "-Xcomp",
        "-XX:CompileThreshold=100",
        "-XX:+UseJVMCICompiler",
        "-server",
        "-XX:Flags=my.flags",
        "@my.args"
      })
  void whoSaysSomethingOfCompilersIsLeftAlone(String argument) {
    build(launch(argument), 1_000, 500);

    assertThat(tuning().arguments(launch(argument))).isEmpty();
  }

  @Test
  void whoChoosesACollectorKeepsIt() {
    build(launch("-Xmx1g", "-XX:+UseParallelGC"), 1_000, 500);

    assertThat(tuning().arguments(launch("-Xmx1g", "-XX:+UseParallelGC")))
        .containsExactly("-XX:TieredStopAtLevel=1");
  }

  @Test
  void whoChoosesACollectorAnywhereKeepsIt() {
    // Two of them, and the JVM does not start at all.
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      Launch launch =
          new Launch(
              Path.of("/jdk/bin/java"),
              List.of(),
              List.of(Path.of("/a.jar")),
              Map.of(variable, "-XX:+UseParallelGC"),
              Path.of("/m"),
              Sharing.OFF);
      build(launch, 1_000, 500);

      assertThat(tuning().arguments(launch))
          .as(variable)
          .containsExactly("-XX:TieredStopAtLevel=1");
    }
  }

  @Test
  void theEnvironmentSaysTooWhatAJvmDoes() {
    Launch launch =
        new Launch(
            Path.of("/jdk/bin/java"),
            List.of(),
            List.of(Path.of("/a.jar")),
            Map.of("JAVA_TOOL_OPTIONS", "-ea -XX:TieredStopAtLevel=2"),
            Path.of("/m"),
            Sharing.OFF);
    build(launch, 1_000, 500);

    assertThat(tuning().arguments(launch)).isEmpty();
  }

  @Test
  void aDamagedRecordIsNone() throws IOException {
    build(launch(), 1_000, 500);
    for (String damaged : List.of("", "1 2", "x y z")) {
      Files.writeString(record(), damaged);
      assertThat(tuning().arguments(launch())).isEmpty();
    }
  }

  @Test
  void whereNothingCanBeKeptTheDebugLogSaysSo() throws IOException {
    Files.writeString(cache.resolve("tuning"), "in the way");
    build(launch(), 1_000, 500);

    assertThat(said).hasSize(1).allMatch(line -> line.startsWith("what workers used is not kept"));
    assertThat(tuning().arguments(launch())).isEmpty();
  }

  @Test
  void whatNobodyUsedForTwoMonthsGoesWhenSomethingNewComes() throws IOException {
    build(launch(), 1_000, 500);
    Path old = record();
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(61))));
    build(launch("-ea"), 1_000, 500);

    assertThat(old).doesNotExist();
    assertThat(record()).exists();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theSystemTellsWhatAProcessUsed() {
    ProcessorTime own = ProcessorTime.of(ProcessHandle.current().pid());

    assertThat(own).isNotNull();
    // This JVM has compiled for a while, and other threads have worked, too.
    assertThat(own.all()).isPositive().isGreaterThan(own.optimizing());
    assertThat(ProcessorTime.of(Integer.MAX_VALUE)).isNull();
  }

  private void build(Launch launch, long all, long optimizing) {
    Tuning build = tuning();
    build.used(launch, new ProcessorTime(all, optimizing));
    build.keep();
  }

  private Tuning tuning() {
    return new Tuning(cache, said::add);
  }

  private Path record() throws IOException {
    try (Stream<Path> records = Files.list(cache.resolve("tuning"))) {
      return records.findFirst().orElseThrow();
    }
  }

  private static Launch launch(String... arguments) {
    return new Launch(
        Path.of("/jdk/bin/java"),
        List.of(arguments),
        List.of(Path.of("/a.jar"), Path.of("/b.jar")),
        Map.of("HOME", "/home/me"),
        Path.of("/m"),
        Sharing.OFF);
  }
}
