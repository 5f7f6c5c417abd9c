package dev.parallelexec.remote;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Puts workers where a command that stands in front of theirs puts them. For any thread. */
final class LauncherPlacement implements Placement {
  private final LauncherOptions options;
  private final EngineKind.Settings settings;
  private final EngineKind.Surroundings around;
  private final InetAddress address;
  private final Set<Process> alive = ConcurrentHashMap.newKeySet();
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
  }

  @Override
  public Placed start(Worker worker, String line) throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("launcher: the build is at its end");
    }
    List<String> prefix = options.prefix().at(worker.slot());
    around.debug().accept("worker " + worker.slot() + ": " + String.join(" ", prefix) + " sh");
    Script script =
        WorkerScript.of(worker, UnaryOperator.identity(), WorkerScript.shared(worker.classPath()));
    NodeShell.Answer answer =
        NodeShell.run(prefix, script, settings.startTimeout(), () -> !alive.isEmpty());
    return placed(answer, line);
  }

  /** Gives it the line, and lets go of it when it has ended. */
  private Placed placed(NodeShell.Answer answer, String line) throws IOException {
    Process client = answer.process();
    alive.add(client);
    var unused = client.onExit().thenRun(() -> alive.remove(client));
    if (closed) {
      NodeShell.kill(client);
    }
    greet(client, line);
    int space = answer.line().indexOf(' ');
    String node = space < 0 ? "" : answer.line().substring(space + 1);
    Process process = new LaunchedProcess(client, pid(answer.line(), client));
    return new LaunchedWorker(process, node.isEmpty() ? "a node without a name" : node, null);
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
    alive.forEach(NodeShell::kill);
  }
}
