package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Maven is stopped while a list that was fired and one that is waited for have tasks that run,
 * whose children and grandchildren heed nothing: two seconds later all are gone, and what was known
 * is written.
 */
@EnabledOnOs(OS.LINUX)
class SignalsIT {
  @TempDir Path directory;

  static Stream<Arguments> every() {
    return Mavens.all().stream().map(home -> Arguments.of(home.getFileName(), home));
  }

  static Stream<Arguments> two() {
    return Stream.of(Mavens.running(), Mavens.four())
        .map(home -> Arguments.of(home.getFileName(), home));
  }

  static Stream<Arguments> others() {
    return Stream.of(Mavens.running(), Mavens.four())
        .flatMap(
            home ->
                Stream.of(
                    Arguments.of("TERM", 143, home.getFileName(), home),
                    Arguments.of("HUP", 129, home.getFileName(), home)));
  }

  private Path project() throws IOException {
    return new Pom()
        .execution("async", "fired", "initialize", "stay", "quick f1 f2 f3", "")
        .execution("map", "mapped", "compile", "stay", "quick m1 m2 m3", "<workers>1</workers>")
        .write(directory.resolve("signals"));
  }

  /** Those of the workers whose tasks run, and of all that these have started. */
  private static List<Long> running(Build build) throws IOException {
    List<Long> pids = new ArrayList<>();
    for (String name : List.of("f1", "m1")) {
      Stream.of(build.awaitTask(name).split(" ")).map(Long::valueOf).forEach(pids::add);
    }
    assertThat(pids).hasSize(6).allMatch(Build::lives);
    return pids;
  }

  /** As Ctrl-C, pressed twice, on a terminal, which tells all processes of the group. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("every")
  void ctrlC(Path name, Path home) throws Exception {
    assumeNotIgnored(2);
    Path project = project();
    try (Build build = Build.start(home, project, "", "compile")) {
      List<Long> pids = running(build);
      String before = build.printed();
      build.signalAll("INT");
      build.signalAll("INT");
      assertStopped(build, 130, pids);
      assertTold(project, build.printed().substring(before.length()));
    }
  }

  @ParameterizedTest(name = "SIG{0} {2}")
  @MethodSource("others")
  void aSignalToMavenAlone(String signal, int exit, Path name, Path home) throws Exception {
    assumeNotIgnored(signal.equals("HUP") ? 1 : 15);
    Path project = project();
    try (Build build = Build.start(home, project, "", "compile")) {
      List<Long> pids = running(build);
      String before = build.printed();
      build.signal(signal);
      assertStopped(build, exit, pids);
      assertTold(project, build.printed().substring(before.length()));
    }
  }

  /** Only its workers are left to notice; the next build clears away what it had on disk. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("every")
  void kill(Path name, Path home) throws Exception {
    Path project = project();
    try (Build build = Build.start(home, project, "", "compile")) {
      List<Long> pids = running(build);
      build.signal("KILL");
      assertThat(build.awaitEnd()).isEqualTo(137);
      build.assertNoProcessLeft();
      assertThat(pids).noneMatch(Build::lives);
      assertThat(build.leftFiles()).isNotEmpty();
    }
    new Pom().execution("map", "next", "compile", "stay", "quick", "").write(project);
    try (Build next = Build.start(home, project, "", "compile")) {
      assertThat(next.awaitEnd()).as("%s", next.printed()).isZero();
      assertThat(next.leftFiles()).isEmpty();
      next.assertNoProcessLeft();
    }
  }

  /** A process that is nobody's child any more is still a task's. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void processesThatHaveAnotherParentGoToo(String signal) throws Exception {
    Path project =
        new Pom()
            .execution("map", "bears", "compile", "bear", "a b", "")
            .write(directory.resolve("bears"));
    try (Build build = Build.start(Mavens.running(), project, "", "compile")) {
      List<Long> born =
          List.of(Long.valueOf(build.awaitTask("a")), Long.valueOf(build.awaitTask("b")));
      assertThat(born).allMatch(Build::lives);
      build.signal(signal);
      build.awaitEnd();
      build.assertNoProcessLeft();
      assertThat(born).noneMatch(Build::lives);
    }
  }

  /**
   * Behind a pager that waits, whoever prints is blocked. We come to our end all the same; Maven
   * itself does where it prints nothing more when it ends, which differs.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("two")
  void aConsoleThatNobodyReads(Path name, Path home) throws Exception {
    assumeNotIgnored(2);
    Path project =
        new Pom()
            .execution("async", "fired", "initialize", "stay", "f1", "")
            // Which list asks first is open: with both workers, this one may leave none for f1.
            .execution(
                "map",
                "floods",
                "compile",
                "yes",
                "y n",
                "<output>line</output><workers>1</workers>")
            .write(directory.resolve("floods"));
    try (Build build = Build.startUnread(home, project, "", "compile")) {
      build.awaitTask("f1");
      build.awaitBlocked(project.resolve("target/parallel-exec/floods/tasks/0000-y.log"));
      build.signalAll("INT");
      build.awaitAlone(Duration.ofSeconds(10));
    }
    assertThat(Build.outcomes(project, "fired")).isEqualTo(Map.of("f1", "cancelled"));
  }

  private static void assertStopped(Build build, int exit, List<Long> pids) throws Exception {
    assertThat(build.awaitEnd()).as("%s", build.printed()).isEqualTo(exit);
    build.assertNoProcessLeft();
    assertThat(pids).noneMatch(Build::lives);
    assertThat(build.leftFiles()).isEmpty();
  }

  private static void assertTold(Path project, String console) throws IOException {
    Map<String, String> fired =
        Map.of("quick", "passed", "f1", "cancelled", "f2", "cancelled", "f3", "cancelled");
    Map<String, String> mapped =
        Map.of("quick", "passed", "m1", "cancelled", "m2", "cancelled", "m3", "cancelled");
    assertThat(Build.outcomes(project, "fired")).isEqualTo(fired);
    assertThat(Build.outcomes(project, "mapped")).isEqualTo(mapped);
    assertThat(console.lines().filter(line -> line.contains("CANCELLED")))
        .as("%s", console)
        .hasSize(2)
        .allMatch(line -> line.contains("1 of 4 done"))
        .anyMatch(line -> line.contains("f1 ("))
        .anyMatch(line -> line.contains("running: m1 ("));
    assertThat(console)
        .doesNotContain("Exception")
        .doesNotContain("\tat ")
        .doesNotContain("ERROR")
        .doesNotContain("CRASH")
        .doesNotContain("FAIL")
        .doesNotContain("BUILD");
  }

  /** A background job of some shells is born deaf to some signals, and so are its children. */
  private static void assumeNotIgnored(int signal) throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElseThrow();
    boolean deaf = (Long.parseUnsignedLong(ignored, 16) >> (signal - 1) & 1) == 1;
    if (deaf) {
      System.out.println("Skipped, this process was started with signal " + signal + " ignored");
    }
    assumeThat(deaf).as("signal %s is ignored here", signal).isFalse();
  }
}
