package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever tasks print, return or throw, two at once: a Maven with a heap of 64 MB comes through,
 * nothing is lost or attributed to another task, and the console stays bounded.
 */
@EnabledOnOs(OS.LINUX)
class SmallHeapIT {
  private static final String HEAP = "-Xmx64m";

  @TempDir Path directory;

  private String printed = "";

  private int run(Path project) throws IOException, InterruptedException {
    try (Build build = Build.start(Mavens.running(), project, HEAP, "compile")) {
      int exit = build.awaitEnd();
      printed = build.printed();
      build.assertNoProcessLeft();
      assertThat(printed).doesNotContain("OutOfMemory");
      return exit;
    }
  }

  private static Path log(Path project, String execution, String name) {
    return project.resolve("target/parallel-exec").resolve(execution).resolve("tasks/" + name);
  }

  @Test
  void outputOfAnySizeIsWholeInTheLogAndCutOnTheConsole() throws Exception {
    Pom pom = new Pom();
    for (String output : new String[] {"group", "line", "failures", "none"}) {
      String as = "<output>" + output + "</output>";
      pom.execution("map", "lines-" + output, "compile", "lines", "150000 150001", as);
      pom.execution("map", "megabytes-" + output, "compile", "megabytes", "100 41", as);
      pom.execution("map", "noise-" + output, "compile", "noise", "300000 300001", as);
    }
    Path project = pom.write(directory.resolve("output"));

    assertThat(run(project)).as("%s", printed).isZero();

    for (String output : new String[] {"group", "line", "failures", "none"}) {
      for (int i = 0; i < 2; i++) {
        int lines = 150_000 + i;
        assertThat(log(project, "lines-" + output, "000" + i + "-" + lines + ".log"))
            .hasBinaryContent(
                IntStream.range(0, lines)
                    .mapToObj(n -> "line " + n + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8));
        int noise = 300_000 + i;
        byte[] bytes = new byte[noise];
        new Random(noise).nextBytes(bytes);
        assertThat(log(project, "noise-" + output, "000" + i + "-" + noise + ".log"))
            .hasBinaryContent(bytes);
      }
      assertOnly('0', 100L << 20, log(project, "megabytes-" + output, "0000-100.log"));
      assertOnly('1', 41L << 20, log(project, "megabytes-" + output, "0001-41.log"));
    }
    // At most 128 kB a task in a block and 1 MB live; bytes that are no text take three.
    assertThat(printed).hasSizeLessThan(6 * (2 << 20));
    assertThat(printed)
        .contains("bytes are left out here, see target/parallel-exec/lines-group/tasks/0000-150000")
        .contains("is not shown here: see target/parallel-exec/megabytes-line/tasks/0000-100.log");
  }

  private static void assertOnly(char expected, long length, Path file) throws IOException {
    assertThat(file).hasSize(length);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        if (octet != expected) {
          throw new AssertionError(file + " has a foreign byte: " + octet);
        }
      }
    }
  }

  @Test
  void resultsThatAreTooLargeFailTheirTasksAlone() throws Exception {
    Path project =
        new Pom()
            .execution(
                "map",
                "results",
                "compile",
                "large",
                "1 3 20 100 3 2",
                "<argLine>-Xmx1g</argLine><failurePolicy>fail-never</failurePolicy>")
            .execution(
                "map",
                "reduced",
                "compile",
                "large",
                IntStream.range(0, 40).mapToObj(i -> "1").collect(Collectors.joining(" ")),
                "<argLine>-Xmx1g</argLine><reducer>com.acme.Guests::together</reducer>"
                    + "<resultProperty>sum</resultProperty>")
            .execution("map", "sum", "compile", "length", "${sum}", "")
            .execution(
                "map",
                "complaints",
                "compile",
                "complain",
                "100 1 1 50",
                "<argLine>-Xmx1g</argLine><retries>1</retries>")
            .write(directory.resolve("results"));

    assertThat(run(project)).as("%s", printed).isEqualTo(1);

    assertThat(Build.outcomes(project, "results"))
        .isEqualTo(
            Map.of(
                "1", "passed", "3", "passed", "20", "failed", "100", "failed", "3#4", "passed", "2",
                "passed"));
    assertThat(printed)
        .contains("its result takes 21 MB, and Maven's heap has room for 4 MB: write it to a file")
        .contains(
            "its result takes 101 MB, and Maven's heap has room for 4 MB: write it to a file");
    assertThat(Build.outcomes(project, "reduced").values()).hasSize(40).containsOnly("passed");
    assertThat(Build.outcomes(project, "sum")).isEqualTo(Map.of("41943040", "passed"));
    assertThat(Build.outcomes(project, "complaints").values()).hasSize(4).containsOnly("failed");
    assertThat(printed).hasSizeLessThan(60_000);
  }

  @Test
  void argumentsOfMegabytesAreNotPulledFarAhead() throws Exception {
    String line = "z".repeat(1 << 20);
    Path project =
        new Pom()
            .execution(
                "map", "lengths", "compile", "length", "0", "<linesFile>lines.txt</linesFile>")
            .write(directory.resolve("arguments"));
    Files.write(
        project.resolve("lines.txt"), IntStream.range(0, 80).mapToObj(i -> i + line).toList());
    assertThat(run(project)).as("%s", printed).isZero();
    assertThat(Build.outcomes(project, "lengths")).hasSize(81).containsValue("passed");
    assertThat(printed).hasSizeLessThan(40_000);
  }

  @Test
  void whoPrintsForEverIsEndedByHisTimeLimit() throws Exception {
    Path project =
        new Pom()
            .execution(
                "map",
                "yes",
                "compile",
                "yes",
                "y n",
                "<timeout>3s</timeout><killGrace>2s</killGrace><output>line</output>")
            .write(directory.resolve("yes"));
    assertThat(run(project)).as("%s", printed).isEqualTo(1);
    assertThat(Build.outcomes(project, "yes"))
        .isEqualTo(Map.of("y", "timed-out", "n", "timed-out"));
    for (String word : new String[] {"y", "n"}) {
      String name = (word.equals("y") ? "0000-" : "0001-") + word + ".log";
      String log = Files.readString(log(project, "yes", name));
      assertThat(log).startsWith((word + "\n").repeat(1_000)).contains("timed-out after");
      assertThat(log.lines().filter(line -> line.equals(word.equals("y") ? "n" : "y"))).isEmpty();
    }
  }
}
