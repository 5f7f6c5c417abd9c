package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a killed build has left goes with the next one; what a living one uses stays. */
@Timeout(60)
class WorkspaceTest {
  @TempDir Path parent;

  private final List<String> said = new ArrayList<>();

  private Workspace open() throws IOException {
    return Workspace.open(parent, said::add);
  }

  private List<Path> inParent() throws IOException {
    try (var all = Files.list(parent)) {
      return all.sorted().toList();
    }
  }

  /** A build of its own process: it says where its workspace is, and lives until it is killed. */
  public static final class Build {
    public static void main(String[] args) throws Exception {
      Workspace workspace = Workspace.open(Path.of(args[0]), line -> {});
      Files.writeString(workspace.directory().resolve("worker-1.args"), "-cp");
      ProcessBuilder left = new ProcessBuilder("sleep", "600");
      left.environment().put(Orphans.MARK, workspace.directory().getFileName() + "/worker-1");
      long pid = args.length > 1 ? left.start().pid() : 0;
      System.out.println(workspace.directory() + " " + pid);
      System.in.read();
    }
  }

  private Process build(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Build.class.getName(),
                parent.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String[] said(Process build) throws IOException {
    return build.inputReader().readLine().split(" ");
  }

  @Test
  void isGoneAfterItsBuild() throws IOException {
    Workspace one = open();
    Workspace two = open();
    Files.createDirectories(one.directory().resolve("a/b"));
    assertThat(one.directory()).isDirectory();
    one.close();
    assertThat(inParent()).containsExactly(two.directory());
    two.close();
    two.close();
    assertThat(inParent()).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void ofALivingBuildStaysAndOfAKilledOneIsDeleted() throws Exception {
    Process build = build();
    Path its = Path.of(said(build)[0]);
    open().close();
    assertThat(its.resolve("worker-1.args")).exists();

    build.destroyForcibly().waitFor();
    open().close();

    assertThat(its).doesNotExist();
    assertThat(said).containsExactly("deleted " + its + ", which a build that was killed had left");
    assertThat(inParent()).isEmpty();
  }

  @Test
  void whatTheKilledBuildsTasksLeftRunningIsEnded() throws Exception {
    assumeThat(Path.of("/proc/self/environ")).exists();
    Process build = build("with a process");
    long left = Long.parseLong(said(build)[1]);
    build.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(left)).isPresent();

    open().close();

    await().until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void whatIsNotOursIsLeftAlone() throws IOException {
    Path others = Files.createDirectory(parent.resolve("parallel-exec-of-somebody"));
    Path file = Files.createFile(parent.resolve("parallel-exec-1-file"));
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("in-use"));
    Path link = Files.createSymbolicLink(parent.resolve("parallel-exec-1-link"), elsewhere);
    Path odd = Files.createDirectory(parent.resolve("parallel-exec-1-odd"));
    Files.createDirectory(odd.resolve("in-use"));

    open().close();

    assertThat(inParent()).containsExactlyInAnyOrder(others, file, elsewhere, link, odd);
    assertThat(elsewhere.resolve("in-use")).exists();
  }
}
