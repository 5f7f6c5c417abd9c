package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Maven that stays in memory builds again and again: no build leaves a thread, a shutdown hook, a
 * file, a process or an object behind, whether it succeeds or fails.
 */
@EnabledOnOs(OS.LINUX)
class ResidentIT {
  @TempDir Path directory;

  static Stream<Path> mavens() {
    return Mavens.all().stream()
        .filter(home -> home.getFileName().toString().startsWith("apache-maven-"));
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void buildsLeaveNothingInTheirJvm(Path home) throws Exception {
    Path project = directory.resolve("resident");
    new Pom().with("<modules><module>one</module><module>two</module></modules>").write(project);
    Files.createDirectory(project.resolve(".mvn")); // Maven 4 asks for it.
    for (String module : List.of("one", "two")) {
      new Pom()
          .execution("async", "fired", "initialize", "stay", "quick1 quick2", "")
          .execution("map", "mapped", "compile", "lines", "3 4 5 6", "")
          .execution("map", "breaks", "test", "noSuchFunction", "x", "")
          .write(project.resolve(module));
    }
    String maven =
        "-B -o -Daether.remoteRepositoryFilter.prefixes=false -s "
            + Mavens.property("it.settings")
            + " -Dmaven.repo.local="
            + Mavens.property("it.repo");
    String said =
        run(
            home,
            project,
            maven + " compile",
            maven + " -T2 compile",
            maven + " -T2 test",
            maven + " compile");
    assertThat(said.lines().filter(line -> line.startsWith(Resident.LEFT)))
        .as("%s", said)
        .containsExactly(
            Resident.LEFT + "exit 0 []",
            Resident.LEFT + "exit 0 []",
            Resident.LEFT + "exit 1 []",
            Resident.LEFT + "exit 0 []");
    assertThat(said.lines().filter(line -> line.contains("2 tasks: 2 passed")))
        .hasSizeGreaterThan(5);
  }

  private String run(Path home, Path project, String... builds)
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    Path log = directory.resolve("log");
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--add-opens",
                    "java.base/java.lang=ALL-UNNAMED",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    Resident.classPath(home),
                    Resident.class.getName(),
                    home.toString(),
                    project.toString()),
                Stream.of(builds))
            .toList();
    Process resident =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(resident.waitFor(4, TimeUnit.MINUTES)).isTrue();
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } finally {
      resident.descendants().forEach(ProcessHandle::destroyForcibly);
      resident.destroyForcibly();
    }
  }
}
