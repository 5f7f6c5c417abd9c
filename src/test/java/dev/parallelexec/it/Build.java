package dev.parallelexec.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A build that a test has started, in a process group of its own. Whatever becomes of the test, it
 * ends with it, and so does all that it has started.
 */
final class Build implements AutoCloseable {
  private static final long NONE = -1;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path project;
  private final Path temporary;
  private final Path log;
  private final Process maven;

  private Build(Path project, Path temporary, Path log, Process maven) {
    this.project = project;
    this.temporary = temporary;
    this.log = log;
    this.maven = maven;
  }

  /**
   * Starts Maven on a project.
   *
   * @param options of Maven's JVM
   */
  static Build start(Path home, Path project, String options, String... arguments)
      throws IOException {
    return start(home, project, options, arguments, true);
  }

  /** The same, with its console in a pipe that nobody reads. */
  static Build startUnread(Path home, Path project, String options, String... arguments)
      throws IOException {
    return start(home, project, options, arguments, false);
  }

  private static Build start(
      Path home, Path project, String options, String[] arguments, boolean logged)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid", home + "/bin/mvn", "-B", "-o"));
    command.add("-Dmaven.repo.local=" + Mavens.property("it.repo"));
    // As the stories have it: what came from the developer's own repository is there.
    command.addAll(List.of("-s", Mavens.property("it.settings")));
    command.add("-Daether.remoteRepositoryFilter.prefixes=false");
    // What is made in the background would be taken for something left behind.
    command.add("-Dparallel-exec.sharedArchive=off");
    command.addAll(List.of(arguments));
    Path temporary = Files.createDirectories(project.resolve("tmp"));
    Path log = Files.createTempFile(project, "build", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    if (logged) {
      builder.redirectOutput(log.toFile());
    }
    builder
        .environment()
        .put(
            "MAVEN_OPTS",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir="
                + temporary
                + " "
                + options);
    builder.environment().remove("MAVEN_ARGS");
    return new Build(project, temporary, log, builder.start());
  }

  long pid() {
    return maven.pid();
  }

  /** What it has printed so far, without colours. */
  String printed() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
        .replaceAll("\u001b\\[[0-9;]*m", "");
  }

  /** Waits until a task has said, in a file of this name, that it runs; returns what it said. */
  String awaitTask(String name) throws IOException {
    return awaitTask(project, name);
  }

  /** The same of a module. */
  String awaitTask(Path module, String name) throws IOException {
    Path file = module.resolve("target").resolve(name);
    await(name + " runs")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Files.exists(file) || !maven.isAlive());
    assertThat(file).as("what Maven printed:%n%s", printed()).exists();
    return Files.readString(file);
  }

  /** Waits until a file has begun to grow, and grows no more. */
  void awaitBlocked(Path file) {
    AtomicLong before = new AtomicLong(-1);
    await(file + " grows no more")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              long size = Files.exists(file) ? Files.size(file) : 0;
              return size > 0 && before.getAndSet(size) == size;
            });
  }

  /** Sends a signal to Maven alone. */
  void signal(String name) throws IOException, InterruptedException {
    kill("-" + name, Long.toString(pid()));
  }

  /** Sends a signal to Maven and all that runs with it, as a terminal does. */
  void signalAll(String name) throws IOException, InterruptedException {
    kill("-" + name, "--", "-" + pid());
  }

  private static void kill(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill"));
    command.addAll(List.of(arguments));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Waits for its end; the exit code. */
  int awaitEnd() throws InterruptedException, IOException {
    assertThat(maven.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("Maven ends; it has printed:%n%s", printed())
        .isTrue();
    return maven.exitValue();
  }

  /** What the plugin, not Maven, has in the temporary directory. */
  List<Path> leftFiles() throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(file -> file.getFileName().toString().contains("parallel-exec")).toList();
    }
  }

  /** No process is left that works in the project's directory, two seconds from now. */
  void assertNoProcessLeft() {
    await("no process is left")
        .atMost(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(left(NONE)).isEmpty());
  }

  /**
   * Waits until Maven has no process beside it and no file of ours, whether it has ended or not.
   */
  void awaitAlone(Duration patience) {
    await("workers and files are gone")
        .atMost(patience)
        .untilAsserted(
            () -> {
              assertThat(left(pid())).isEmpty();
              assertThat(leftFiles()).isEmpty();
            });
  }

  private List<String> left(long exempt) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != exempt && worksHere(process.pid()))
        .map(process -> process.pid() + " " + process.info().commandLine().orElse("?"))
        .toList();
  }

  private boolean worksHere(long pid) {
    try {
      Path where = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
      return where.startsWith(project.toRealPath());
    } catch (IOException e) {
      return false; // it has just ended, or is not ours
    }
  }

  /** Whether it lives; one that is dead, and that nobody has asked for its exit code, does not. */
  static boolean lives(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  /** The outcomes of an execution by the tasks' ids, from {@code results.json}. */
  static Map<String, String> outcomes(Path module, String execution) throws IOException {
    Path file = module.resolve("target/parallel-exec").resolve(execution).resolve("results.json");
    Map<String, String> outcomes = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      String id = "";
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "id".equals(json.currentName())) {
          id = json.getText();
        } else if (token == JsonToken.VALUE_STRING && "outcome".equals(json.currentName())) {
          outcomes.put(id, json.getText());
        }
      }
    }
    return outcomes;
  }

  @Override
  public void close() {
    maven.descendants().forEach(ProcessHandle::destroyForcibly);
    maven.destroyForcibly();
    ProcessHandle.allProcesses()
        .filter(process -> worksHere(process.pid()))
        .forEach(ProcessHandle::destroyForcibly);
  }
}
