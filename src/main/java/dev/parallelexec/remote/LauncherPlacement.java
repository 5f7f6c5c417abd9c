package dev.parallelexec.remote;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts workers where a command that stands in front of theirs puts them. For any thread. */
final class LauncherPlacement implements Placement {
  private final LauncherOptions options;
  private final EngineKind.Settings settings;
  private final EngineKind.Surroundings around;
  private final InetAddress address;
  private final Nodes nodes;
  private final Set<LaunchedProcess> alive = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LauncherPlacement(
      LauncherOptions options,
      EngineKind.Settings settings,
      EngineKind.Surroundings around,
      InetAddress address) {
    this.options = options;
    this.settings = settings;
    this.around = around;
    this.address = address;
    this.nodes = new Nodes(options.staging(), settings, around, this::waits);
  }

  /** Where others of its workers are there, the cluster may have no more places right now. */
  private boolean waits() {
    return !alive.isEmpty() && !closed;
  }

  @Override
  public Placed start(Worker worker, String line) throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("launcher: the build is at its end");
    }
    List<String> prefix = options.prefix().at(worker.slot());
    around.debug().accept("worker " + worker.slot() + ": " + String.join(" ", prefix) + " sh");
    NodeFiles files = nodes.at(prefix, worker.program());
    Script script = files == null ? here(worker) : there(worker, files);
    NodeShell.Answer answer = NodeShell.run(prefix, script, settings.startTimeout(), this::waits);
    return placed(answer, script.marker(), line, files);
  }

  private static Script here(Worker worker) throws IOException {
    List<String> classPath = worker.classPath().stream().map(Path::toString).toList();
    return WorkerScript.of(worker, UnaryOperator.identity(), classPath);
  }

  private static Script there(Worker worker, NodeFiles files)
      throws IOException, InterruptedException {
    List<String> classPath = files.classPath(worker.classPath());
    files.prepare(worker);
    return WorkerScript.of(worker, files::there, classPath);
  }

  /** Gives it the line, and lets go of it when it has ended. */
  private Placed placed(
      NodeShell.Answer answer, String marker, String line, @Nullable NodeFiles files)
      throws IOException {
    Process client = answer.process();
    int space = answer.line().indexOf(' ');
    String node = space < 0 ? "" : answer.line().substring(space + 1);
    if (files != null && !node.equals(files.node())) {
      NodeShell.kill(client);
      throw new IOException(
          "launcher: its files are on node %s, and the worker was put on node %s; name the node in the launcher, as host{slot}, or share files between the nodes"
              .formatted(files.node(), node));
    }
    LaunchedProcess process = LaunchedProcess.of(client, pid(answer.line(), client), marker);
    alive.add(process);
    var unused = client.onExit().thenRun(() -> alive.remove(process));
    if (closed) {
      process.destroy();
    }
    greet(client, line);
    return new LaunchedWorker(process, node.isEmpty() ? "without a name" : node, files);
  }

  private static long pid(String line, Process client) {
    try {
      int space = line.indexOf(' ');
      return Long.parseLong(space < 0 ? line : line.substring(0, space));
    } catch (NumberFormatException e) {
      return client.pid();
    }
  }

  private static void greet(Process process, String line) {
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write(line.getBytes(StandardCharsets.US_ASCII));
      stdin.flush();
    } catch (IOException e) {
      // Gone already. Whoever waits for its hello sees its exit code and what it printed.
    }
  }

  @Override
  public InetAddress address() {
    return address;
  }

  @Override
  public void close() {
    closed = true;
    alive.forEach(LaunchedProcess::destroy);
    nodes.close();
  }
}
