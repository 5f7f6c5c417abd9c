package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.jvm.ProcessorTime;
import dev.parallelexec.jvm.Tuning;
import dev.parallelexec.pool.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Workers are started as the last build's showed, and show it to the next. */
class TuningOfWorkersTest extends LocalEngineFixture {
  @Test
  void workersAreStartedAsTheLastBuildShowed() throws Exception {
    Tuning last = new Tuning(temp.resolve("cache"), line -> {});
    last.used(spec(null).launch(), new ProcessorTime(1_000, 400));
    last.keep();

    new Setting().map(Tasks.of(sample("jvmArguments"), List.of(List.of())));

    assertThat(heard.values().get(0)).contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAWorkerUsedIsKeptWhenTheBuildEnds() throws Exception {
    new Setting().map(Tasks.of(sample("jvmArguments"), List.of(List.of())));
    assertThat(heard.values().get(0)).doesNotContain("TieredStopAtLevel");
    assertThat(temp.resolve("cache/tuning")).doesNotExist();

    workers.close();

    try (Stream<Path> kept = Files.list(temp.resolve("cache/tuning"))) {
      assertThat(kept)
          .hasSize(1)
          .allSatisfy(file -> assertThat(file).content().matches("[1-9]\\d* \\d+ 0"));
    }
  }
}
