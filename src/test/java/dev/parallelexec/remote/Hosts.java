package dev.parallelexec.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * Other machines, as far as one can have them on this one: each has a network of its own, on a
 * bridge that this machine is on as well, and a name of its own. Files are shared. A shell of its
 * own takes all of it away, processes too, when this JVM closes it or is no more.
 */
public final class Hosts implements AutoCloseable {
  private static final String KEEPER =
      """
      trap '' HUP INT TERM
      while read pid; do pids="$pids $pid"; done
      for host; do
        while there=$(ip netns pids "$host" 2> /dev/null) && [ -n "$there" ]; do
          kill -9 $there 2> /dev/null
          sleep 0.05
        done
        ip link del "${host}v" 2> /dev/null
        ip netns del "$host" 2> /dev/null
      done
      [ -z "$pids" ] || kill -9 $pids 2> /dev/null
      ip link del "$bridge" 2> /dev/null
      exit 0
      """;

  private final String bridge = "px" + ProcessHandle.current().pid();
  // Of a block for benchmarks of networks (RFC 2544), which nobody routes.
  private final String network = "198.18." + (100 + ProcessHandle.current().pid() % 100) + ".";
  private final List<String> names = new ArrayList<>();
  private final Process keeper;

  /** Makes so many, or has the test skipped. */
  public Hosts(int count) throws IOException {
    String trouble = run("ip", "link", "add", bridge, "type", "bridge");
    if (!trouble.isEmpty()) {
      throw skipped("no network of its own can be made here (root, Debian's iproute2): " + trouble);
    }
    for (int number = 1; number <= count; number++) {
      names.add(bridge + "h" + number);
    }
    List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "keeper"));
    command.addAll(names);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("bridge", bridge);
    keeper = builder.start();
    boolean good = false;
    try {
      must("ip", "addr", "add", here() + "/24", "dev", bridge);
      must("ip", "link", "set", bridge, "up");
      for (int number = 1; number <= count; number++) {
        connect(name(number), there(number));
      }
      good = true;
    } finally {
      if (!good) {
        close();
      }
    }
  }

  private void connect(String host, String address) throws IOException {
    must("ip", "netns", "add", host);
    must(("ip link add " + host + "v type veth peer name eth0 netns " + host).split(" "));
    must("ip", "link", "set", host + "v", "master", bridge, "up");
    must("ip", "-n", host, "addr", "add", address + "/24", "dev", "eth0");
    must("ip", "-n", host, "link", "set", "eth0", "up");
    must("ip", "-n", host, "link", "set", "lo", "up");
  }

  /** Says why a test is not run here. */
  public static TestAbortedException skipped(String why) {
    return Launchers.skipped(why);
  }

  /** A host's own name, from number 1. */
  public String name(int number) {
    return names.get(number - 1);
  }

  /** This machine's address. */
  public String here() {
    return network + "254";
  }

  /** A host's address; it ends with the number. */
  public String there(int number) {
    return network + number;
  }

  /** The number of the host of this address or name. */
  public int number(String node) {
    for (int number = 1; number <= names.size(); number++) {
      if (node.equals(name(number)) || node.equals(there(number))) {
        return number;
      }
    }
    throw new IllegalArgumentException(node);
  }

  /**
   * Starts a program.
   *
   * @param number of the host; 0 for this machine
   */
  public Process start(int number, Path log, Map<String, String> environment, String... command)
      throws IOException {
    List<String> whole = new ArrayList<>();
    if (number > 0) {
      // Not ip netns exec, which hides the control groups that slurmd looks for.
      whole.addAll(List.of("nsenter", "--net=/run/netns/" + name(number)));
      whole.addAll(List.of("unshare", "-u", "sh", "-c"));
      whole.addAll(List.of("hostname \"$0\"; exec \"$@\"", name(number)));
    }
    whole.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (number == 0) {
      OutputStream known = keeper.getOutputStream();
      known.write((process.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      known.flush();
    }
    return process;
  }

  /** Waits until a program has logged a text, so many times at least. */
  public static void awaitLogged(Process process, Path log, String text, int times)
      throws IOException {
    while (Files.readString(log).split(Pattern.quote(text), -1).length <= times) {
      if (!process.isAlive()) {
        throw new IOException("ended with " + process.exitValue() + ": " + Files.readString(log));
      }
      Thread.onSpinWait();
    }
  }

  /** A host's processes that have a text in their command line or environment. */
  public List<ProcessHandle> processes(int number, String text) throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    for (String pid : output("ip", "netns", "pids", name(number)).split("\\s+")) {
      Optional<ProcessHandle> process =
          pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
      process
          .filter(ProcessHandle::isAlive)
          .filter(it -> of(it, "cmdline").contains(text) || of(it, "environ").contains(text))
          .ifPresent(found::add);
    }
    return found;
  }

  private static String of(ProcessHandle process, String what) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), what);
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  /** Ends all that runs there, and all that is started there meanwhile, with {@code kill -9}. */
  public void kill(int number) throws IOException {
    for (List<ProcessHandle> all = processes(number, ""); !all.isEmpty(); ) {
      all.forEach(ProcessHandle::destroyForcibly);
      all = processes(number, "");
    }
  }

  /** Takes its cable out. */
  public void cut(int number) throws IOException {
    must("ip", "link", "set", name(number) + "v", "down");
  }

  @Override
  public void close() throws IOException {
    keeper.getOutputStream().close();
    keeper.onExit().join();
  }

  static void must(String... command) throws IOException {
    String trouble = run(command);
    if (!trouble.isEmpty()) {
      throw new IOException(List.of(command) + ": " + trouble);
    }
  }

  private static String run(String... command) {
    try {
      output(command);
      return "";
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException(said.strip() + " (exit " + code + ")");
    }
    return said;
  }
}
