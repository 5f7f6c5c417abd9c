package dev.parallelexec.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An ssh server on each host. They end with the hosts. */
public final class SshHosts {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final Hosts hosts;
  private final Path directory;

  /** Starts them, or has the test skipped; blocks until they listen. */
  public SshHosts(Hosts hosts, int count, Path directory) throws IOException {
    this.hosts = hosts;
    this.directory = Files.createDirectories(directory);
    if (!Files.isExecutable(SSHD)) {
      throw Hosts.skipped("there is no " + SSHD + " (Debian's openssh-server)");
    }
    Files.createDirectories(Path.of("/run/sshd"));
    for (String key : new String[] {"host", "user"}) {
      Hosts.must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file(key));
    }
    StringBuilder known = new StringBuilder();
    for (int number = 1; number <= count; number++) {
      known
          .append(hosts.there(number))
          .append(' ')
          .append(Files.readString(Path.of(file("host.pub"))));
    }
    Files.writeString(Path.of(file("known")), known);
    for (int number = 1; number <= count; number++) {
      server(number);
    }
  }

  private void server(int number) throws IOException {
    String listens = "ListenAddress " + hosts.there(number) + "\n";
    Path config = Path.of(file("config" + number));
    Files.writeString(
        config,
        listens
            + "HostKey "
            + file("host")
            + "\nAuthorizedKeysFile "
            + file("user.pub")
            + "\nPidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\n");
    Path log = Path.of(file("log" + number));
    Process server =
        hosts.start(number, log, Map.of(), SSHD.toString(), "-D", "-e", "-f", config.toString());
    Hosts.awaitLogged(server, log, "Server listening", 1);
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  /**
   * The parameter {@code launcher}, which leads to the host of the slot's number.
   *
   * @param options of ssh's
   */
  public String launcher(String options) {
    return "ssh -F none -o BatchMode=yes %s -i %s -o UserKnownHostsFile=%s %s{slot}"
        .formatted(options, file("user"), file("known"), hosts.there(0).replaceAll("0$", ""));
  }
}
