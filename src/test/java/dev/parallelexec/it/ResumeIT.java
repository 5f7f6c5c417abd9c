package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that did not come to its end is gone on with, whatever ended it. */
@EnabledOnOs(OS.LINUX)
class ResumeIT {
  @TempDir Path directory;

  private String printed = "";

  private int run(Path project, String... arguments) throws Exception {
    try (Build build = Build.start(Mavens.running(), project, "", arguments)) {
      int exit = build.awaitEnd();
      printed = build.printed();
      build.assertNoProcessLeft();
      return exit;
    }
  }

  private Path waiting() throws IOException {
    return new Pom()
        .execution("map", "waits", "compile", "await", "w1 w2 w3 w4", "")
        .write(directory.resolve("waits"));
  }

  private static void go(Path project, String... names) throws IOException {
    for (String name : names) {
      Files.writeString(project.resolve("target").resolve(name + ".go"), "");
    }
  }

  @ParameterizedTest
  @CsvSource({"KILL, 137", "TERM, 143"})
  void whatASignalEnded(String signal, int exit) throws Exception {
    Path project = waiting();
    go(project, "w1", "w2");
    try (Build build = Build.start(Mavens.running(), project, "", "compile")) {
      build.awaitTask("w3");
      build.awaitTask("w4");
      awaitJournal(project, 2);
      build.signal(signal);
      assertThat(build.awaitEnd()).isEqualTo(exit);
      build.assertNoProcessLeft();
    }
    go(project, "w3", "w4");
    assertThat(run(project, "compile", "-Dparallel-exec.resume=unfinished"))
        .as("%s", printed)
        .isZero();
    assertThat(Build.outcomes(project, "waits")).isEqualTo(Map.of("w3", "passed", "w4", "passed"));
  }

  /** A journal reaches the system within a second. */
  private static void awaitJournal(Path project, int ends) {
    Path journal = project.resolve("target/parallel-exec/waits/journal.bin");
    org.awaitility.Awaitility.await("what ended is known")
        .until(() -> Files.exists(journal) && records(Files.readAllBytes(journal)) > ends);
  }

  /** How many there are, the first of which says that a run began. */
  private static int records(byte[] journal) {
    ByteBuffer in = ByteBuffer.wrap(journal);
    int count = 0;
    for (int at = 8; at + 8 < journal.length; at += 8 + in.getInt(at)) {
      count++;
    }
    return count;
  }

  @Test
  void whatFailedByTheCommandThatIsPrinted() throws Exception {
    Path project = directory.resolve("fails");
    Files.createDirectories(project.resolve("src"));
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(project.resolve("src").resolve(name), name.equals("b") ? "half" : name);
    }
    String arguments =
        "<arguments><argument>${project.basedir}/src/{item}</argument>"
            + "<argument>${project.basedir}/target/{item}</argument></arguments>";
    new Pom().execution("map", "upper", "compile", "upper", "a b c", arguments).write(project);
    assertThat(run(project, "compile")).isEqualTo(1);
    List<String> again = again();
    assertThat(again).contains("-Dparallel-exec.resume=failed");
    assertThat(run(project, again.toArray(String[]::new))).isEqualTo(1);
    assertThat(Build.outcomes(project, "upper")).isEqualTo(Map.of("b", "failed"));
    Files.writeString(project.resolve("src/b"), "mended");
    assertThat(run(project, again.toArray(String[]::new))).as("%s", printed).isZero();
    assertThat(Build.outcomes(project, "upper")).isEqualTo(Map.of("b", "passed"));
    assertThat(run(project, again.toArray(String[]::new))).as("%s", printed).isZero();
    assertThat(Build.outcomes(project, "upper")).isEmpty();
  }

  /** The words of the command that the last run has printed. */
  private List<String> again() {
    Matcher line = Pattern.compile("(?m)^\\[INFO\\]   Again   mvn (.*)$").matcher(printed);
    assertThat(line.find()).as("%s", printed).isTrue();
    return new ArrayList<>(List.of(line.group(1).split(" ")));
  }

  @Test
  void aTimeLimitLeavesTheRest() throws Exception {
    Path project =
        new Pom()
            .execution(
                "apply", "waits", "compile", "await", "w1 w2 w3", "<totalTimeout>4s</totalTimeout>")
            .write(directory.resolve("limit"));
    go(project, "w1");
    assertThat(run(project, "compile")).isEqualTo(1);
    assertThat(Build.outcomes(project, "waits"))
        .isEqualTo(Map.of("w1", "passed", "w2", "timed-out", "w3", "cancelled"));
    go(project, "w2", "w3");
    assertThat(run(project, "compile", "-Dparallel-exec.resume=failed")).as("%s", printed).isZero();
    assertThat(Build.outcomes(project, "waits")).isEqualTo(Map.of("w2", "passed"));
    assertThat(printed).contains("Left out: 1 task that the last run did not reach");
    assertThat(run(project, "compile", "-Dparallel-exec.resume=unfinished"))
        .as("%s", printed)
        .isZero();
    assertThat(Build.outcomes(project, "waits")).isEqualTo(Map.of("w3", "passed"));
  }
}
