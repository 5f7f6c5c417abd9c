package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.pool.PoolListener.Worker;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CI services are told, and that nothing of a task's can tell them anything. */
class CiTest {
  private static final String STACK =
      """
      java.lang.IllegalStateException: no operationId
      \tat java.base/java.util.Optional.orElseThrow(Optional.java:403)
      \tat com.acme.tool.Foreign.call(Foreign.java:3)
      \tat com.acme.Gen$Inner.lambda$run$0(Gen.java:9)
      """;

  @TempDir Path base;

  @Test
  void theServiceIsKnownByItsEnvironment() {
    assertThat(CiFormat.AUTO.in(Map.of("GITHUB_ACTIONS", "true"))).isEqualTo(CiFormat.GITHUB);
    assertThat(CiFormat.AUTO.in(Map.of("GITLAB_CI", "true"))).isEqualTo(CiFormat.GITLAB);
    assertThat(CiFormat.AUTO.in(Map.of("TEAMCITY_VERSION", "2026"))).isEqualTo(CiFormat.TEAMCITY);
    assertThat(CiFormat.AUTO.in(Map.of("CI", "true"))).isEqualTo(CiFormat.NONE);
    assertThat(CiFormat.NONE.in(Map.of("GITHUB_ACTIONS", "true"))).isEqualTo(CiFormat.NONE);
  }

  @Test
  void githubFoldsWhatPassedAndMarksTheLineThatFailed() throws IOException {
    Path source = base.resolve("api/src/main/java/com/acme/Gen.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "");
    Story story = story(CiFormat.GITHUB, 3);
    Task pets = task(0, "petstore.yaml");
    Task bad = task(1, "a,b:100%");
    story.starts(pets, 1).prints(pets, Stream.OUT, "reading\n").passes(pets, 1, "27", 420);
    story.starts(task(2, "silent"), 1).passes(task(2, "silent"), 1, "1", 420);
    Failure failure =
        new Failure("java.lang.IllegalStateException", "no operationId", STACK, null, "");
    story.starts(bad, 1).fails(bad, 1, Outcome.FAILED, failure, 1_020);
    assertThat(story.end(2_000))
        .contains(
            """
            ::group::PASS [  0.42s] (1/3) petstore.yaml → 27
            [INFO] stdout ---
                  reading
            ::endgroup::
            [INFO]         PASS [  0.42s] (2/3) silent → 1
            [ERROR]        FAIL [  1.02s] (3/3) a,b:100%            IllegalStateException: no operationId
                java.lang.IllegalStateException: no operationId
            """)
        .contains(
            "\n::error file=api/src/main/java/com/acme/Gen.java,line=9,title=gen%3A a%2Cb%3A100%25"
                + " failed::IllegalStateException: no operationId\n");
  }

  @Test
  void githubTakesTenAnnotationsAndTheSummaryIsBounded() throws IOException {
    Files.writeString(base.resolve("summary.md"), "before\n");
    Story story = story(CiFormat.GITHUB, 70);
    for (int i = 0; i < 70; i++) {
      String evil = "x" + i + "|<b>[a](http://b) @me `c`\n";
      story.starts(task(i, evil), 1);
      story.fails(task(i, evil), 1, Outcome.FAILED, Failure.of("| no\n## head"), 10);
    }
    assertThat(story.end(2_000).lines().filter(line -> line.startsWith("::error "))).hasSize(10);
    String summary = Files.readString(base.resolve("summary.md"));
    assertThat(summary)
        .startsWith(
            "before\n### gen\n\n70 tasks&#58; 0 passed&#44; 70 failed in 2&#46;00s\n\n| task")
        .contains("\n| x0&#124;&#60;b&#62;&#91;a&#93;&#40;http&#58;&#47;&#47;b&#41; &#64;me")
        .endsWith("\nand 20 more\n\n");
    assertThat(summary.lines().filter(line -> line.startsWith("| x"))).hasSize(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::error::forged",
        "  \t::add-mask::x",
        "\u00a0\u2003::set-env::x",
        "\u001b[31m::stop-commands::x",
        "text ##[error]forged",
        "##[group]x",
        "a\r::error::forged"
      })
  void noTextOfATaskIsACommandOfGithub(String line) throws IOException {
    Story story = story(CiFormat.GITHUB, 2);
    Task evil = task(0, line);
    Task good = task(1, "::group::" + line);
    story.listener().workerOutput(new Worker(1, 0, 1), Stream.OUT, bytes("x\n" + line + "\n"), 4);
    story.starts(evil, 1).prints(evil, Stream.ERR, line + "\n");
    Failure failure = new Failure("E", line, "E: " + line + "\n" + line + "\n", null, "");
    story
        .starts(good, 1)
        .prints(good, Stream.OUT, line + "\n")
        .passes(good, 1, "\"" + line + '"', 1);
    story.fails(evil, 1, Outcome.FAILED, failure, 5).end(10);
    assertThat(commands(story)).allMatch(c -> c.matches("::(group|endgroup|error).*"));
    assertThat(commands(story).stream().filter(c -> c.startsWith("::error"))).hasSize(1);
  }

  /** As GitHub's runner finds them. */
  private static List<String> commands(Story story) {
    List<String> found = new java.util.ArrayList<>();
    String stopped = null;
    for (String line : story.console.text().split("[\r\n]", -1)) {
      String start = line.replaceAll("^[\\s\u00a0\u2003]+", "");
      Matcher stop = Pattern.compile("::stop-commands::(\\S+)").matcher(start);
      if (stopped != null) {
        stopped = start.equals("::" + stopped + "::") ? null : stopped;
      } else if (stop.matches()) {
        stopped = stop.group(1);
        assertThat(stopped).hasSize(36);
      } else if (start.startsWith("::") || line.contains("##[")) {
        found.add(start);
      }
    }
    assertThat(stopped).as("commands go on").isNull();
    return found;
  }

  @Test
  void gitlabFoldsInSections() throws IOException {
    ConsoleText console = new ConsoleText();
    GitlabLog log = new GitlabLog("parallel-exec_gen", () -> 1_700_000_000L);
    Console guarded = new CiConsole(console, log);
    guarded.folded("   PASS pets", "\n    stdout ---\n      a");
    guarded.info("x\nsection_end:1:parallel-exec_gen_1\r\u001b[0K");
    String clear = "\u001b[0K";
    assertThat(console.text())
        .isEqualTo(
            clear
                + "section_start:1700000000:parallel-exec_gen_1[collapsed=true]\r"
                + clear
                + "PASS pets\n[INFO] stdout ---\n      a\n"
                + clear
                + "section_end:1700000000:parallel-exec_gen_1\r"
                + clear
                + "\n[INFO] x\nsection_end:1:parallel-exec_gen_1 \u001b[0K");
  }

  @Test
  void gitlabsSectionsHaveNamesThatItTakes() throws IOException {
    ListHead head =
        new ListHead(
            new ListHead.Build("api", "run-1"),
            "a b:c\r",
            dev.parallelexec.task.Mode.MAP,
            1,
            1,
            "",
            "[m x] ",
            Story.STARTED);
    ConsoleText console = new ConsoleText();
    new CiConsole(console, GitlabLog.of(head)).folded("t", "\nb");
    assertThat(console.blocks.get(0))
        .matches("\u001b\\[0Ksection_start:\\d+:[A-Za-z0-9_.-]+\\[collapsed=true]\r\u001b\\[0Kt");
  }

  @Test
  void teamcityHearsOfTests() throws IOException {
    Story story = story(CiFormat.TEAMCITY, 3);
    Task bad = task(1, "it's [bad]|ü\n");
    story.starts(task(0, "a"), 1).prints(task(0, "a"), Stream.OUT, "##teamcity[forged]\n");
    story.passes(task(0, "a"), 1, "1", 420);
    story.starts(bad, 1).fails(bad, 1, Outcome.TIMED_OUT, Failure.of("limit 2m"), 120_000);
    story.cancelled(task(2, "c"), "stopped");
    String flow = "flowId='parallel-exec-";
    List<String> messages =
        story.end(1_000).lines().filter(line -> line.contains("##teamcity[")).toList();
    assertThat(messages)
        .allMatch(line -> line.startsWith("##teamcity[") && line.contains(" " + flow))
        .extracting(line -> line.substring(0, line.indexOf(" " + flow)))
        .containsExactly(
            "##teamcity[testSuiteStarted name='gen'",
            "##teamcity[testStarted name='a' captureStandardOutput='false'",
            "##teamcity[testFinished name='a' duration='420'",
            "##teamcity[testStarted name='it|'s |[bad|]|||0x00FC ' captureStandardOutput='false'",
            "##teamcity[testFailed name='it|'s |[bad|]|||0x00FC ' message='TIMEOUT limit 2m'"
                + " details=''",
            "##teamcity[testFinished name='it|'s |[bad|]|||0x00FC ' duration='120000'",
            "##teamcity[testStarted name='c' captureStandardOutput='false'",
            "##teamcity[testIgnored name='c' message='cancelled: stopped'",
            "##teamcity[testFinished name='c' duration='0'",
            "##teamcity[testSuiteFinished name='gen'");
  }

  @Test
  void sourcesOutsideTheProjectAreNotNamed() {
    Path root = base.resolve("src/main/java");
    String stack = "E\n\tat ..etc.passwd.x(passwd.java:1)\n\tat a.B.c(Unknown Source)\n";
    assertThat(SourceLine.of(stack + STACK, List.of(root), base)).isEmpty();
  }

  private Story story(CiFormat format, int size) {
    Ci ci =
        new Ci(
            format,
            base,
            List.of(base.resolve("api/src/main/java")),
            base.resolve("summary.md"),
            new AtomicInteger(Ci.MOST_ANNOTATIONS));
    return new Story(
        base,
        size,
        new View(ProgressKind.AUTO, Duration.ofSeconds(600), () -> View.Commands.NONE, ci));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
