package dev.parallelexec.remote;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Slurm, with a node of one processor on each host and the controller on this machine, and an
 * allocation of all nodes. It ends with the hosts.
 */
public final class SlurmHosts {
  /** What a node's Slurm has for each step. */
  public static final String STEP = "slurmstepd: ";

  private static final List<String> PROGRAMS =
      List.of("/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/srun");

  private static final Pattern GRANTED = Pattern.compile("Granted job allocation (\\d+)");

  private final Hosts hosts;
  private final int count;
  private final Path directory;
  private final String config;
  private final String job;

  /** Starts it, or has the test skipped; blocks until the allocation is granted. */
  public SlurmHosts(Hosts hosts, int count, Path directory) throws IOException {
    this.hosts = hosts;
    this.count = count;
    this.directory = Files.createDirectories(directory);
    for (String program : PROGRAMS) {
      if (!Files.isExecutable(Path.of(program))) {
        throw Hosts.skipped("there is no " + program + " (Debian's slurm-wlm)");
      }
    }
    this.config = file("slurm.conf");
    munge();
    Files.writeString(Path.of(config), settings());
    controller();
    for (int number = 1; number <= count; number++) {
      node(number);
    }
    this.job = granted();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private void munge() throws IOException {
    byte[] key = new byte[1024];
    new SecureRandom().nextBytes(key);
    Path file =
        Files.createFile(
            directory.resolve("munge.key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, key);
    Path log = Path.of(file("munge.log"));
    // Its directory is not where it would have it.
    String[] command = {
      "/usr/sbin/munged",
      "--foreground",
      "--force",
      "--key-file=" + file,
      "--socket=" + file("munge.socket"),
      "--pid-file=" + file("munge.pid"),
      "--seed-file=" + file("munge.seed")
    };
    Hosts.awaitLogged(hosts.start(0, log, Map.of(), command), log, "work threads", 1);
  }

  private String settings() throws IOException {
    StringBuilder nodes = new StringBuilder();
    for (int number = 1; number <= count; number++) {
      String name = hosts.name(number);
      nodes.append("NodeName=%s NodeHostname=%s NodeAddr=".formatted(name, name));
      nodes.append(hosts.there(number)).append(" CPUs=1\n");
      Files.createDirectories(directory.resolve("spool-" + name));
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    // What is left out needs control groups, or programs that send mail. The processors are told,
    // not counted: each host would count this machine's.
    return """
    ClusterName=px
    SlurmctldHost=controller(%s)
    SlurmctldPort=%d
    AuthInfo=socket=%s
    SlurmUser=root
    StateSaveLocation=%s
    SlurmdSpoolDir=%s
    SlurmctldPidFile=%s
    SlurmdPidFile=%s
    ProctrackType=proctrack/linuxproc
    TaskPlugin=task/none
    SelectType=select/cons_tres
    SelectTypeParameters=CR_CPU
    SlurmdParameters=config_overrides
    MailProg=/bin/true
    %sPartitionName=all Nodes=ALL Default=YES
    """
        .formatted(
            hosts.here(),
            port,
            file("munge.socket"),
            Files.createDirectories(directory.resolve("state")),
            file("spool-%n"),
            file("controller.pid"),
            file("%n.pid"),
            nodes);
  }

  private void controller() throws IOException {
    Path log = Path.of(file("controller.log"));
    String command = "hostname controller; exec slurmctld -D -i -f \"$0\"";
    Process process = hosts.start(0, log, Map.of(), "unshare", "-u", "sh", "-c", command, config);
    Hosts.awaitLogged(process, log, "Running as primary controller", 1);
  }

  private void node(int number) throws IOException {
    Path log = Path.of(file("node" + number + ".log"));
    Process process =
        hosts.start(number, log, Map.of(), "slurmd", "-D", "-f", config, "-N", hosts.name(number));
    Hosts.awaitLogged(process, log, "slurmd started", 1);
  }

  /** Waits for the nodes. */
  private String granted() throws IOException {
    String said = run("salloc", "--no-kill", "-N" + count, "--no-shell");
    Matcher matcher = GRANTED.matcher(said);
    if (!matcher.find()) {
      throw new IOException(said);
    }
    return matcher.group(1);
  }

  private String run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "SLURM_CONF=" + config));
    command.add(program);
    command.addAll(List.of(arguments));
    return Hosts.output(command.toArray(String[]::new));
  }

  /** The parameter {@code launcher}, which leads to a node that has nothing to do. */
  public String launcher() {
    return "env SLURM_CONF=%s srun --jobid=%s -n1 -N1 --exact --unbuffered".formatted(config, job);
  }

  /**
   * Has the step that runs on a host ended.
   *
   * @param options of {@code scancel}
   */
  public void cancel(int number, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("scancel"));
    command.addAll(List.of(options));
    for (String step : run("squeue", "-s", "-h", "-o", "%i %N").split("\\n")) {
      if (step.endsWith(" " + hosts.name(number))) {
        command.add(step.split(" ")[0]);
      }
    }
    // With a signal for a step 22.05 says that there is no such job, having done it.
    Path log = Path.of(file("scancel.log"));
    var unused =
        hosts
            .start(0, log, Map.of("SLURM_CONF", config), command.toArray(String[]::new))
            .onExit()
            .join();
  }
}
