package dev.parallelexec.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Another machine, as far as one can have it on this one: a network of its own, a home of its own,
 * and an ssh server; some directories of this machine are empty there.
 */
final class SshNode implements AutoCloseable {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final String name = "px" + ProcessHandle.current().pid();
  private final Path dir;
  private final Process sshd;

  /**
   * Starts it, or has the test skipped.
   *
   * @param dir for its keys and its home
   * @param empty directories of this machine that are not there
   */
  SshNode(Path dir, List<Path> empty) throws Exception {
    this.dir = dir;
    if (!Files.isExecutable(SSHD)) {
      throw Launchers.skipped("there is no " + SSHD + " (Debian's openssh-server)");
    }
    String trouble = run("ip", "netns", "add", name);
    if (!trouble.isEmpty()) {
      throw Launchers.skipped("no network of its own can be made here: " + trouble);
    }
    boolean good = false;
    try {
      network();
      keys();
      sshd = server(empty);
      good = true;
    } finally {
      if (!good) {
        must("ip", "netns", "del", name);
      }
    }
  }

  private void network() throws IOException {
    must("ip", "link", "add", name + "a", "type", "veth", "peer", "name", name + "b");
    must("ip", "link", "set", name + "b", "netns", name);
    must("ip", "addr", "add", here() + "/30", "dev", name + "a");
    must("ip", "link", "set", name + "a", "up");
    must("ip", "-n", name, "addr", "add", there() + "/30", "dev", name + "b");
    must("ip", "-n", name, "link", "set", name + "b", "up");
    must("ip", "-n", name, "link", "set", "lo", "up");
  }

  /** Of a block for benchmarks of networks (RFC 2544), which nobody routes. */
  String here() {
    return "198.18.77.1";
  }

  String there() {
    return "198.18.77.2";
  }

  private void keys() throws IOException {
    for (String key : List.of("host", "user")) {
      must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", dir.resolve(key).toString());
    }
    Files.copy(dir.resolve("user.pub"), dir.resolve("authorized"));
    String host = Files.readString(dir.resolve("host.pub"));
    Files.writeString(dir.resolve("known"), there() + " " + host);
    Files.writeString(
        dir.resolve("sshd_config"),
        """
        ListenAddress %s
        HostKey %s
        AuthorizedKeysFile %s
        PidFile none
        StrictModes no
        UsePAM no
        PermitRootLogin prohibit-password
        SetEnv HOME=%s
        """
            .formatted(there(), dir.resolve("host"), dir.resolve("authorized"), home()));
    Files.createDirectories(home());
  }

  Path home() {
    return dir.resolve("home");
  }

  private Process server(List<Path> empty) throws Exception {
    StringBuilder script = new StringBuilder("mkdir -p /run/sshd; hostname there-" + name + "\n");
    for (Path directory : empty) {
      script.append("mount -t tmpfs tmpfs '").append(directory).append("' || exit 9\n");
    }
    // It says that it listens, and only then is it asked.
    script.append("exec " + SSHD + " -D -e -f '" + dir.resolve("sshd_config") + "'\n");
    Process process =
        new ProcessBuilder(
                "ip", "netns", "exec", name, "unshare", "-m", "-u", "sh", "-c", "" + script)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("sshd.log").toFile())
            .start();
    while (!Files.readString(dir.resolve("sshd.log")).contains("Server listening on " + there())) {
      if (!process.isAlive()) {
        throw Launchers.skipped(
            "the ssh server does not start: " + Files.readString(dir.resolve("sshd.log")));
      }
      Thread.onSpinWait();
    }
    return process;
  }

  /** The parameter {@code launcher} that leads there. */
  String launcher() {
    return "ssh -F none -o BatchMode=yes -o ConnectTimeout=2 -o ServerAliveInterval=1 -o ServerAliveCountMax=2 -i '%s' -o UserKnownHostsFile='%s' %s"
        .formatted(dir.resolve("user"), dir.resolve("known"), there());
  }

  /** Takes the cable out. */
  void cut() throws IOException {
    must("ip", "link", "set", name + "a", "down");
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> sessions = sshd.descendants().toList();
    NodeShell.kill(sshd);
    sshd.onExit().join();
    sessions.forEach(session -> session.onExit().join());
    // With them goes the other end of the cable.
    must("ip", "link", "del", name + "a");
    must("ip", "netns", "del", name);
  }

  private static void must(String... command) throws IOException {
    String trouble = run(command);
    if (!trouble.isEmpty()) {
      throw new IOException(List.of(command) + ": " + trouble);
    }
  }

  private static String run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : said.strip() + " (exit " + process.exitValue() + ")";
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** For {@code engineProperties}. */
  Map<String, String> properties() {
    return Map.of("address", here());
  }
}
