package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A second build runs what has changed, and nothing else, whatever was done to the files. */
@EnabledOnOs(OS.LINUX)
class IncrementalIT {
  private static final String FILES =
      """
      <arguments>
        <argument>${project.basedir}/src/{item}</argument>
        <argument>${project.basedir}/target/out/{item}</argument>
      </arguments>
      <inputs><input>src/{item}</input></inputs>
      <outputs><output>target/out/{item}</output></outputs>
      """;

  @TempDir Path directory;

  private Path project = Path.of("");
  private String printed = "";

  @BeforeEach
  void aProject() throws IOException {
    project = directory.resolve("first");
    for (String name : new String[] {"a", "b", "c"}) {
      edit(name, "text of " + name);
    }
    pom("a b c", FILES);
  }

  private void edit(String name, String text) throws IOException {
    Files.createDirectories(project.resolve("src"));
    Files.writeString(project.resolve("src").resolve(name), text);
  }

  private void pom(String items, String elements) throws IOException {
    new Pom().execution("map", "upper", "compile", "upper", items, elements).write(project);
  }

  private Map<String, String> run(String... arguments) throws Exception {
    assertThat(exit(arguments)).as("%s", printed).isZero();
    return Build.outcomes(project, "upper");
  }

  private int exit(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "compile";
    try (Build build = Build.start(Mavens.running(), project, "", all)) {
      int exit = build.awaitEnd();
      printed = build.printed();
      build.assertNoProcessLeft();
      return exit;
    }
  }

  private static Map<String, String> outcomes(String... idsAndOutcomes) {
    Map<String, String> outcomes = new TreeMap<>();
    for (int i = 0; i < idsAndOutcomes.length; i += 2) {
      outcomes.put(idsAndOutcomes[i], idsAndOutcomes[i + 1]);
    }
    return outcomes;
  }

  private static Map<String, String> all(String outcome) {
    return outcomes("a", outcome, "b", outcome, "c", outcome);
  }

  private Path out(String name) {
    return project.resolve("target/out").resolve(name);
  }

  @Test
  void whatChangedRunsAndNothingElse() throws Exception {
    assertThat(run()).isEqualTo(all("passed"));
    String first = results();
    assertThat(run()).isEqualTo(all("up-to-date"));
    assertThat(printed).contains("3 tasks: 3 up to date");
    assertThat(results()).as("results are kept").isEqualTo(first);

    edit("b", "another text");
    run("-Dparallel-exec.dryRun=true");
    assertThat(printed)
        .contains("1 of 3 tasks would run, none does")
        .contains("because input src/b has changed");
    assertThat(Files.readString(project.resolve("target/parallel-exec/upper/dry-run.json")))
        .contains("\"id\":\"a\"", "\"runs\":false", "\"why\":\"input src/b has changed\"");
    assertThat(run()).isEqualTo(outcomes("a", "up-to-date", "b", "passed", "c", "up-to-date"));
    assertThat(out("b")).hasContent("ANOTHER TEXT");

    Files.setLastModifiedTime(project.resolve("src/a"), FileTime.fromMillis(1_000_000_000_000L));
    assertThat(run()).as("times do not count").isEqualTo(all("up-to-date"));

    Files.writeString(out("a"), "somebody else's");
    Files.delete(out("c"));
    assertThat(run("-X")).isEqualTo(outcomes("a", "passed", "b", "up-to-date", "c", "passed"));
    assertThat(printed)
        .contains("The task a runs: output target/out/a was changed")
        .contains("The task c runs: output target/out/c is missing");
    assertThat(out("a")).hasContent("TEXT OF A");
    assertThat(run("-Dparallel-exec.force=true")).isEqualTo(all("passed"));
  }

  /** What the tasks returned, in the order of the list. */
  private String results() throws IOException {
    return Files.readString(project.resolve("target/parallel-exec/upper/results.json"))
        .replaceAll("(?s).*?\"tasks\":\\[", "")
        .replaceAll("\"(outcome|slot|seconds|attempts)\":(\"[^\"]*\"|[0-9.]+),?", "");
  }

  @Test
  void outputsOfTasksThatAreGoneAreRemoved() throws Exception {
    run();
    Files.writeString(out("c"), "mended by hand");
    pom("a", FILES);
    assertThat(run()).isEqualTo(outcomes("a", "up-to-date"));
    assertThat(out("b")).doesNotExist();
    assertThat(out("c")).as("is no longer what a task wrote").hasContent("mended by hand");
    assertThat(out("a")).exists();
  }

  @Test
  void theLastTaskThatIsGoneTakesItsOutputsWithIt() throws Exception {
    run();
    Path pom = project.resolve("pom.xml");
    Files.writeString(
        pom, Files.readString(pom).replaceAll("(?s)<items>.*</items>", "<items></items>"));
    for (String part :
        new String[] {"dryRun=true", "skip=true", "taskFilter=a", "partition=slice:1/2"}) {
      assertThat(exit("-Dparallel-exec." + part)).as("%s", printed).isZero();
      assertThat(out("a")).as(part).exists();
    }
    assertThat(exit("-Dparallel-exec.resume=unfinished")).as("%s", printed).isZero();
    assertThat(out("a")).exists();
    assertThat(exit("-Dparallel-exec.noTasks=fail")).isEqualTo(1);
    assertThat(out("a")).as("nobody knows what is gone where the list is wrong").exists();
    assertThat(run()).isEmpty();
    assertThat(printed).contains("There are no tasks");
    assertThat(project.resolve("target/out")).doesNotExist();
  }

  @Test
  void whatFailedHalfWayRunsAgain() throws Exception {
    run();
    edit("b", "half of it");
    assertThat(exit()).isEqualTo(1);
    assertThat(out("b")).hasContent("HALF ");
    edit("b", "text of b");
    assertThat(run()).isEqualTo(outcomes("a", "up-to-date", "b", "passed", "c", "up-to-date"));
    assertThat(out("b")).hasContent("TEXT OF B");
  }

  /** To hunt flaky ones; every time writes the same file, which is no clash. */
  @Test
  void whatIsRepeatedRunsWhateverIsKnown() throws Exception {
    run();
    run("-Dparallel-exec.repeat=2", "-Dparallel-exec.dryRun=true");
    assertThat(printed)
        .contains("6 tasks would run, none does")
        .contains("because repeat runs it whatever is known of it");
    assertThat(run("-Dparallel-exec.repeat=2")).hasSize(6).doesNotContainValue("up-to-date");
    assertThat(run()).isEqualTo(all("up-to-date"));
  }

  @Test
  void twoTasksCannotWriteOneFile() throws Exception {
    pom("a b c", FILES.replace("<output>target/out/{item}", "<output>target/out/all"));
    assertThat(exit()).isEqualTo(1);
    assertThat(printed)
        .contains("The tasks a and b declare the same output target/out/all: give each an output");
    assertThat(project.resolve("target/out")).doesNotExist();
  }

  @Test
  void theClassPathCountsByItsContents() throws Exception {
    Path lib = Files.createDirectories(project.resolve("lib"));
    Files.writeString(lib.resolve("x.properties"), "x = 1");
    String own = FILES + "<systemPropertyVariables><x>1</x></systemPropertyVariables>";
    String elements =
        "<additionalClasspathElements combine.children=\"append\"><element>lib</element>"
            + "<element>target/out</element></additionalClasspathElements>";
    pom("a b c", own + elements);
    run();
    Files.setLastModifiedTime(lib.resolve("x.properties"), FileTime.fromMillis(1_000_000_000_000L));
    assertThat(run()).isEqualTo(all("up-to-date"));
    Files.writeString(lib.resolve("x.properties"), "x = 2");
    assertThat(run("-X")).isEqualTo(all("passed"));
    assertThat(printed).contains("The task a runs: the class path has changed");
    pom("a b c", own.replace("<x>1", "<x>2") + elements);
    assertThat(run("-X")).isEqualTo(all("passed"));
    assertThat(printed).contains("The task a runs: the system properties have changed");
  }

  @Test
  void anotherCloneTakesOutputsFromTheCache() throws Exception {
    Path cache = directory.resolve("cache");
    String cached = "-Dparallel-exec.cache=" + cache;
    assertThat(run(cached)).isEqualTo(all("passed"));
    Path first = project;
    project = directory.resolve("elsewhere/second");
    for (String name : new String[] {"a", "b", "c"}) {
      edit(name, "text of " + name);
    }
    edit("c", "not known yet");
    pom("a b c", FILES);
    String pom = Files.readString(project.resolve("pom.xml"));
    Files.writeString(
        project.resolve("pom.xml"), pom.replace("<artifactId>second", "<artifactId>first"));
    assertThat(run(cached))
        .isEqualTo(outcomes("a", "up-to-date", "b", "up-to-date", "c", "passed"));
    assertThat(out("a")).hasSameTextualContentAs(first.resolve("target/out/a"));
    assertThat(run()).as("and they are its own now").isEqualTo(all("up-to-date"));
  }
}
