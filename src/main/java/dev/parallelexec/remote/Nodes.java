package dev.parallelexec.remote;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.remote.depot.Sum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a launcher, by the words that lead to each, and how each comes by files. For any
 * thread.
 */
final class Nodes implements AutoCloseable {
  /** What builds leave on a node for the next one. */
  private static final long STORE_BYTES = 4L << 30;

  /** For how long a node keeps a build's files when the link breaks. */
  private static final long GRACE_MILLIS = 30_000;

  private final Staging staging;
  private final EngineKind.Settings settings;
  private final EngineKind.Surroundings around;
  private final BooleanSupplier waits;
  private final Path project;
  private final Contents contents;
  private final Map<List<String>, Node> nodes = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Asks none yet; {@code waits} as in {@link NodeShell#run}. */
  Nodes(
      Staging staging,
      EngineKind.Settings settings,
      EngineKind.Surroundings around,
      BooleanSupplier waits) {
    this.staging = staging;
    this.settings = settings;
    this.around = around;
    this.waits = waits;
    this.project = settings.project().toAbsolutePath().normalize();
    this.contents = new Contents(around.cache());
  }

  /** One of them; whoever comes first finds out. */
  private static final class Node {
    final ReentrantLock lock = new ReentrantLock();
    boolean known;
    @Nullable NodeFiles files;
  }

  /**
   * The files on a node; null where it shares this machine's. Blocks.
   *
   * @param java as it is called on this machine
   * @throws IOException where the node cannot be asked
   */
  @Nullable NodeFiles at(List<String> prefix, Path java) throws IOException, InterruptedException {
    Node node = nodes.computeIfAbsent(prefix, unused -> new Node());
    node.lock.lockInterruptibly();
    try {
      if (!node.known) {
        node.files = shares(prefix) ? null : files(prefix, java);
        node.known = true;
      }
      if (closed && node.files != null) {
        node.files.close();
      }
      return node.files;
    } finally {
      node.lock.unlock();
    }
  }

  private boolean shares(List<String> prefix) throws IOException, InterruptedException {
    if (staging != Staging.AUTO) {
      return staging == Staging.SHARED;
    }
    List<Path> asked = List.of(project, around.cache());
    boolean shares = SharedFiles.at(prefix, asked, settings.startTimeout(), waits);
    around
        .debug()
        .accept(
            "launcher: behind '%s' the files of this machine are %s"
                .formatted(String.join(" ", prefix), shares ? "there" : "not there: copying"));
    return shares;
  }

  private NodeFiles files(List<String> prefix, Path java) throws IOException, InterruptedException {
    byte[] jar = DepotJar.of(around.plugin());
    String run = Script.random();
    String sum = new Sum().add(jar, jar.length).hex();
    DepotLink.Starter starter =
        new DepotLink.Starter() {
          @Override
          public String self() {
            return "launcher: ";
          }

          @Override
          public DepotLink.Connection start() throws IOException, InterruptedException {
            Script script =
                new Script()
                    .set("px_java", java.toString())
                    .set("px_bytes", Integer.toString(jar.length))
                    .set("px_sum", sum)
                    .set("px_run", run)
                    .set("px_most", Long.toString(STORE_BYTES))
                    .set("px_grace", Long.toString(GRACE_MILLIS))
                    .part("java")
                    .part("depot");
            return new DepotProcess(NodeShell.run(prefix, script, settings.startTimeout(), waits));
          }

          @Override
          public byte[] jar() {
            return jar;
          }
        };
    return NodeFiles.open(new DepotLink(starter), contents, project);
  }

  /** Has the nodes delete what is this build's alone. Blocks for seconds at most. */
  @Override
  public void close() {
    closed = true;
    nodes.values().parallelStream()
        .forEach(
            node -> {
              // One that is only now being asked closes itself.
              if (node.lock.tryLock()) {
                try {
                  if (node.files != null) {
                    node.files.close();
                  }
                } finally {
                  node.lock.unlock();
                }
              }
            });
    contents.close();
  }
}
