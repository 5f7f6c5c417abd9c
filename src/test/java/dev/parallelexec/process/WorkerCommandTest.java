package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.jvm.JavaRuntime;
import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.QuickStart;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.jvm.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerCommandTest {
  private static final String ODD = "a b #c 'd' größe 日本";

  /** Tells what it was given, one thing a line, in escapes that any locale can print. */
  private static final String TELLER =
      """
      package dev.parallelexec.worker;
      public class WorkerMain {
        public static void main(String[] args) throws Exception {
          String line = new java.io.BufferedReader(new java.io.InputStreamReader(System.in)).readLine();
          tell("stdin", line);
          tell("p", System.getProperty("p"));
          tell("q", System.getProperty("q"));
          tell("heap", "" + Runtime.getRuntime().maxMemory() / (1 << 20));
          tell("args", "" + args.length);
          tell("odd", WorkerMain.class.getResource("/odd.txt") == null ? "missing" : "found");
          tell("env", new java.util.TreeMap<>(System.getenv()).toString());
          tell("command", ProcessHandle.current().info().commandLine().orElse(""));
        }
        private static void tell(String name, String value) {
          StringBuilder text = new StringBuilder(name).append(" = ");
          for (char c : String.valueOf(value).toCharArray()) {
            if (c >= ' ' && c < 127) text.append(c);
            else text.append("\\\\u").append(Integer.toHexString(0x10000 | c).substring(1));
          }
          System.out.println(text);
        }
      }
      """;

  @TempDir static Path main;
  @TempDir Path dir;

  @BeforeAll
  static void compile() throws IOException {
    Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
    assertThat(javac).exists();
    Sources.compile(main, "WorkerMain", TELLER);
  }

  /** This JDK and what is installed beside it, where it runs the class. */
  static Stream<Path> javas() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    try (Stream<Path> beside = Files.list(own.getParent())) {
      return Stream.concat(Stream.of(own), beside.toList().stream())
          .filter(home -> isRecent(home.resolve("bin/java")))
          .map(WorkerCommandTest::real)
          .distinct()
          .map(home -> home.resolve("bin/java"));
    }
  }

  @ParameterizedTest
  @MethodSource("javas")
  void anyArgumentArrivesAsItIs(Path java) throws Exception {
    Path odd = Files.createDirectory(dir.resolve(ODD));
    Files.writeString(odd.resolve("odd.txt"), "");
    List<String> arguments = List.of("-Dp=" + ODD + " \"x\" \\ \n\t end\\", "-Dq=");

    Map<String, String> told = told(java, arguments, List.of(main, odd), utf8());

    assertThat(told)
        .containsEntry("odd", "found")
        .containsEntry("q", "")
        .containsEntry("args", "0")
        .containsEntry(
            "p", "a b #c 'd' gr\\u00f6\\u00dfe \\u65e5\\u672c \"x\" \\ \\u000a\\u0009 end\\");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void theSecretStandsOnlyOnStdin(Path java) throws Exception {
    Map<String, String> told = told(java, List.of(), List.of(main), Map.of("MINE", "1"));

    assertThat(told).containsEntry("stdin", "4711 1 cafebabe");
    assertThat(told.get("command")).contains("@").doesNotContain("cafebabe");
    assertThat(told.get("env"))
        .contains("MINE=1", "PARALLEL_EXEC_SLOT=2", "PARALLEL_EXEC_WORKERS=3")
        .contains("PARALLEL_EXEC_DEPTH=" + (Nesting.here().depth() + 1), "PARALLEL_EXEC_CPUS=")
        .contains("PARALLEL_EXEC_RUN_ID=run-1", "JAVA_HOME=" + java.getParent().getParent())
        .doesNotContain("PATH=", "cafebabe");
    assertThat(Files.readString(dir.resolve("args"))).doesNotContain("cafebabe");
  }

  @Test
  void theUsersHeapWins() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    assertThat(told(java, List.of(), List.of(main), utf8())).containsEntry("heap", "64");
    assertThat(told(java, List.of("-Xmx32m"), List.of(main), utf8())).containsEntry("heap", "32");
    assertThat(told(java, List.of("-Xms80m"), List.of(main), utf8())).containsEntry("heap", "80");
  }

  @Test
  void anArgumentFileOfTheUsersIsRead() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(dir.resolve("mine.args"), "-Dp=1\n-Dq=\"2 3\"");

    assertThat(told(java, List.of("@mine.args"), List.of(main), utf8()))
        .containsEntry("p", "1")
        .containsEntry("q", "2 3");
    assertThatThrownBy(() -> told(java, List.of("@other.args"), List.of(main), utf8()))
        .hasMessageContaining("argLine")
        .hasMessageContaining("other.args");
  }

  @Test
  void whatCannotStandOnAClassPathIsSaid() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path entry = Path.of("a" + File.pathSeparator + "b");

    assertThatThrownBy(() -> told(java, List.of(), List.of(entry), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(entry.toString());
  }

  private static Map<String, String> utf8() {
    return Map.of("LC_ALL", "C.UTF-8");
  }

  private Map<String, String> told(
      Path java, List<String> arguments, List<Path> classPath, Map<String, String> environment)
      throws Exception {
    Launch launch = new Launch(java, arguments, classPath, environment, dir, Sharing.OFF);
    WorkerSpec spec = new WorkerSpec(launch, Map.of(), null, List.of(), 64L << 20);
    WorkerCommand command =
        new WorkerCommand(spec, QuickStart.plain(classPath), List.of(), dir.resolve("args"), dir);
    Process process =
        command.start(new WorkerCommand.Seat(2, 3, 6, "run-1", "here/worker-1"), "4711 1 cafebabe");
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(out + err).isZero();
      Map<String, String> told = new TreeMap<>();
      out.lines()
          .filter(line -> line.contains(" = "))
          .forEach(line -> told.put(line.split(" = ", 2)[0], line.split(" = ", 2)[1]));
      return told;
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isRecent(Path java) {
    try {
      return Files.isExecutable(java)
          && JavaRuntime.of(java).feature() >= Runtime.version().feature();
    } catch (Exception e) {
      return false;
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }
}
