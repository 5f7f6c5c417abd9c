package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Other machines that are this one: a node for each worker, which can be lost. */
final class NextDoor implements Placement {
  /** Those that were placed, in order. */
  final List<Node> nodes = new ArrayList<>();

  /** How many places there are; who asks for one more waits. */
  volatile int places = Integer.MAX_VALUE;

  /** What is wrong with every place; null for nothing. */
  volatile @Nullable String trouble;

  /** How files come to a node; null where it has them. */
  volatile @Nullable Function<String, Freight> freights;

  /** Whether what stands for a worker goes on when the worker has ended, as srun may. */
  volatile boolean deaf;

  volatile boolean closed;
  private final CountDownLatch never = new CountDownLatch(1);

  /** One node with its worker. */
  static final class Node implements Placed {
    private final String name;
    private final Process process;
    private final @Nullable Freight freight;
    private volatile String loss = "";

    Node(String name, Process process, @Nullable Freight freight) {
      this.freight = freight;
      this.name = name;
      this.process = process;
    }

    /** It burns down. */
    void lose() {
      loss = "it burned down";
      process.destroyForcibly();
    }

    @Override
    public Process process() {
      return process;
    }

    @Override
    public String node() {
      return name;
    }

    @Override
    public String loss() {
      return loss;
    }

    @Override
    public @Nullable Freight freight() {
      return freight;
    }
  }

  @Override
  public Placed start(Worker worker, String line) throws IOException, InterruptedException {
    String wrong = trouble;
    if (wrong != null) {
      throw new IOException(wrong);
    }
    if (worker.slot() > places) {
      never.await();
    }
    List<String> command = new ArrayList<>();
    if (deaf) {
      command.addAll(List.of("sh", "-c", "\"$@\"; exec sleep 600", "sh"));
    }
    command.add(worker.program().toString());
    command.addAll(worker.arguments());
    command.add("-cp");
    command.add(
        worker.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(worker.mainClass());
    ProcessBuilder builder = new ProcessBuilder(command).directory(worker.directory().toFile());
    builder.environment().putAll(worker.environment());
    Process process = builder.start();
    process.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
    synchronized (nodes) {
      String name = "node-" + (char) ('a' + nodes.size());
      Function<String, Freight> carried = freights;
      Node node = new Node(name, process, carried == null ? null : carried.apply(name));
      nodes.add(node);
      return node;
    }
  }

  /** The node with this name. */
  Node node(String name) {
    synchronized (nodes) {
      return nodes.get(name.charAt(name.length() - 1) - 'a');
    }
  }

  @Override
  public InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void close() {
    closed = true;
  }
}
