package dev.parallelexec.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherPlacementTest {
  @TempDir static Path classes;
  @TempDir Path dir;
  @TempDir Path tmp;

  @BeforeAll
  static void compile() throws IOException {
    Launchers.teller(classes);
  }

  @AfterEach
  void leavesNothing() {
    await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    assertThat(tmp).isEmptyDirectory();
  }

  private Placement open(String launcher) throws Exception {
    return openPlain("env TMPDIR=" + tmp + " " + launcher);
  }

  private Placement openPlain(String launcher) throws Exception {
    return Launchers.shared(launcher, dir);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env",
        "nice -n 1",
        "sh -c 'exec \"$@\"' x",
        // As ssh, which joins the words and has a shell take them apart.
        "sh -c 'eval \"$*\"' x",
        "sh -c 'exec bash' x",
        // Login shells say what they like.
        "sh -c 'echo welcome; printf no-end; exec \"$@\"' x"
      })
  void runsTheWorkerBehindTheLauncher(String launcher) throws Exception {
    Path odd = Files.createDirectories(dir.resolve("a 'b' $HOME"));
    Map<String, String> environment =
        Map.of("PX_A", "it's\n\"$(echo x)\" \\ `y`", "IFS", "abc", "PATH", "/nowhere");
    Placement.Worker worker =
        Launchers.worker(classes, odd, List.of("-Dpx.q=a 'b' \"c\" \\ $d"), environment);
    try (Placement placement = open(launcher)) {
      Placement.Placed placed = placement.start(worker, Launchers.SECRET);
      Launchers.Talk talk = new Launchers.Talk(placed);
      assertThat(talk.told)
          .containsEntry("line", Launchers.SECRET.strip())
          .containsEntry("dir", odd.toString())
          .containsEntry("cp", classes.toString())
          .containsEntry("px.q", "a 'b' \"c\" \\ $d")
          .containsEntry("env.PX_A", environment.get("PX_A"))
          .containsEntry("env.PATH", "/nowhere")
          .containsEntry("pid", Long.toString(placed.process().pid()));
      assertThat(talk.told.keySet()).noneMatch(name -> name.startsWith("env.px_"));
      assertThat(placed.node()).isEqualTo(node());
      assertThat(placed.freight()).isNull();
      assertThat(placed.loss()).isEmpty();
      talk.say("err");
      talk.process.getOutputStream().close();
      assertThat(talk.line()).isEqualTo("end of input");
      assertThat(talk.end()).isZero();
      assertThat(talk.process.getErrorStream()).hasContent("on stderr\n");
    }
  }

  private static String node() throws Exception {
    Process uname = new ProcessBuilder("uname", "-n").start();
    return new String(uname.getInputStream().readAllBytes()).strip();
  }

  @Test
  void keepsSecretsOutOfCommandsAndEnvironments() throws Exception {
    try (Placement placement = open("env")) {
      Placement.Worker worker =
          Launchers.worker(classes, dir, List.of("-Dpx.p=hidden"), Map.of("PX_E", "hidden"));
      Placement.Placed placed = placement.start(worker, Launchers.SECRET);
      Launchers.Talk talk = new Launchers.Talk(placed);
      Stream<ProcessHandle> all =
          Stream.concat(Stream.of(talk.process.toHandle()), talk.process.descendants());
      assertThat(all.map(one -> one.info().commandLine().orElse("")))
          .hasSizeGreaterThan(1)
          .noneMatch(command -> command.contains("hidden") || command.contains("c0ffee"));
      talk.process.destroyForcibly();
      assertThat(talk.end()).isEqualTo(128 + 9);
      assertThat(placed.loss()).isEmpty();
    }
  }

  @Test
  void takesTheNodesJavaWhereOursIsNot() throws Exception {
    Placement.Worker absent =
        new Placement.Worker(
            1,
            Path.of("/no/such/bin/java"),
            List.of(),
            List.of(classes),
            "Teller",
            Map.of("JAVA_HOME", "/no/such"),
            dir);
    String home = Launchers.JAVA.getParent().getParent().toString();
    try (Placement placement = open("env JAVA_HOME=" + home)) {
      Launchers.Talk talk = new Launchers.Talk(placement.start(absent, Launchers.SECRET));
      assertThat(talk.told).containsEntry("java", home).containsEntry("env.JAVA_HOME", home);
      assertThat(talk.end("exit 0")).isZero();
    }
    Path bin = Files.createDirectories(dir.resolve("bin"));
    for (String tool : List.of("sh", "uname", "mkdir", "rm")) {
      Files.createSymbolicLink(bin.resolve(tool), Path.of("/bin", tool));
    }
    try (Placement placement = openPlain("env -u JAVA_HOME PATH=" + bin)) {
      assertThatThrownBy(() -> placement.start(absent, Launchers.SECRET))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "launcher: 'env -u JAVA_HOME PATH=%s sh' ended with exit code 125 before it ran anything; the last it wrote:\n  parallel-exec: there is no java on %s: not /no/such/bin/java, not in JAVA_HOME, not on the PATH of commands that the launcher runs"
                  .formatted(bin, node()));
      Files.createSymbolicLink(bin.resolve("java"), Launchers.JAVA);
      Launchers.Talk talk = new Launchers.Talk(placement.start(absent, Launchers.SECRET));
      assertThat(talk.told).containsEntry("java", home).doesNotContainKey("env.JAVA_HOME");
      assertThat(talk.end("exit 0")).isZero();
    }
  }

  /** As where a list ends while its last worker is still coming; what its shell runs is killed. */
  @ParameterizedTest
  @CsvSource({"mkdir, /bin/mkdir", "rm, true"})
  void aStartThatIsCutShortLeavesNoDirectory(String where, String before) throws Exception {
    Path bin = dir.resolve("bin");
    Path made = dir.resolve("made");
    Launchers.program(
        bin.resolve(where),
        """
        #!/bin/sh
        [ -e '%s' ] && exec /bin/%s "$@"
        %s "$@"
        : > '%1$s'
        exec sleep 600
        """
            .formatted(made, where, before));
    Path java = Launchers.program(dir.resolve("java"), "#!/bin/sh\nexec sleep 600\n");
    Placement.Worker slow =
        new Placement.Worker(1, java, List.of(), List.of(classes), "Teller", Map.of(), dir);
    try (Placement placement = open("env PATH=" + bin + ":" + System.getenv("PATH"))) {
      Thread starting = new Thread(() -> assertThatThrownBy(() -> placement.start(slow, "")));
      starting.start();
      await().until(() -> Files.exists(made));
      assertThat(tmp).isNotEmptyDirectory();
      starting.interrupt();
      starting.join();
    }
  }

  @Test
  void saysWhyNothingStarts() throws Exception {
    refused(
        "no-such-command a",
        "launcher: 'no-such-command a sh' cannot be started here: Cannot run program \"no-such-command\": error=2, No such file or directory");
    refused(
        "false",
        "launcher: 'false sh' ended with exit code 1 before it ran anything; it wrote nothing");
    refused(
        "sh -c 'echo one; echo two >&2; exit 255' x",
        "launcher: 'sh -c echo one; echo two >&2; exit 255 x sh' ended with exit code 255 before it ran anything; the last it wrote:\n  one\n  two");
    Path gone = dir.resolve("gone");
    try (Placement placement = open("env")) {
      assertThatThrownBy(() -> placement.start(Launchers.worker(classes, gone), Launchers.SECRET))
          .hasMessageStartingWith(
              "launcher: 'env TMPDIR=" + tmp + " env sh' ended with exit code 125 before it ran")
          .hasMessageContaining("parallel-exec: %s cannot enter the directory %s", node(), gone);
    }
  }

  private void refused(String launcher, String message) throws Exception {
    try (Placement placement = openPlain(launcher)) {
      assertThatThrownBy(() -> start(placement))
          .isInstanceOf(IOException.class)
          .hasMessage(message);
    }
  }

  @Test
  void refusesWhatNoShellCanSet() throws Exception {
    try (Placement placement = open("env")) {
      assertThatThrownBy(
              () -> placement.start(withEnvironment(Map.of("a.b", "1")), Launchers.SECRET))
          .hasMessage(
              "environmentVariables: 'a.b' cannot be set on a node; allowed: letters, digits and _, and none of BASHOPTS, BASH_VERSINFO, DIRSTACK, EUID, GROUPS, PPID, SHELLOPTS, UID");
      assertThatThrownBy(
              () -> placement.start(withEnvironment(Map.of("A", "1\0")), Launchers.SECRET))
          .hasMessage("environmentVariables: 'A' has a zero character, which cannot go to a node");
    }
  }

  private Placement.Worker withEnvironment(Map<String, String> environment) {
    return Launchers.worker(classes, dir, List.of(), environment);
  }

  @Test
  void givesUpInTimeWhereNoneOfItsWorkersIsThere() throws Exception {
    EngineKind.Settings settings =
        new EngineKind.Settings(
            "sh -c 'echo queued >&2; exec sleep 1000'",
            "",
            "",
            Map.of("staging", "shared"),
            Duration.ofSeconds(1),
            dir);
    try (Placement placement = Launchers.open(settings, dir)) {
      assertThatThrownBy(() -> start(placement))
          .hasMessage(
              "launcher: 'sh -c echo queued >&2; exec sleep 1000 sh' did not run anything within 1s; the last it wrote:\n  queued");
    }
  }

  /** It may have something on the node, as srun has; not all heed it. */
  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "sleep 1000"})
  void asksALauncherToEndWhereTheStartIsInterrupted(String then) throws Exception {
    Path mark = dir.resolve("mark");
    Path asked = dir.resolve("asked");
    String script =
        "#!/bin/sh\ntrap 'echo > \"%s\"; %s' TERM\nsleep 1000 & echo > \"%s\"; wait; wait\n"
            .formatted(asked, then, mark);
    Path launcher = Launchers.program(dir.resolve("launcher"), script);
    try (Placement placement = open(launcher.toString())) {
      AtomicReference<Throwable> end = new AtomicReference<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  start(placement);
                } catch (Exception e) {
                  end.set(e);
                }
              });
      thread.start();
      await().until(() -> Files.exists(mark));
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(30));
      assertThat(end.get()).isInstanceOf(InterruptedException.class);
      assertThat(asked).exists();
      // leavesNothing sees the rest.
    }
  }

  @Test
  void closingEndsItsWorkers() throws Exception {
    Placement placement = open("env");
    Launchers.Talk talk = talk(placement);
    placement.close();
    placement.close();
    assertThat(talk.end()).isEqualTo(128 + 9);
    await().until(() -> talk.process.descendants().noneMatch(ProcessHandle::isAlive));
    assertThatThrownBy(() -> start(placement)).hasMessage("launcher: the build is at its end");
  }

  private Placement.Placed start(Placement placement) throws Exception {
    return placement.start(Launchers.worker(classes, dir), Launchers.SECRET);
  }

  private Launchers.Talk talk(Placement placement) throws Exception {
    return new Launchers.Talk(start(placement));
  }
}
