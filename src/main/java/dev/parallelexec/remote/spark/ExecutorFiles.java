package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import dev.parallelexec.remote.Contents;
import dev.parallelexec.remote.DepotLink;
import dev.parallelexec.remote.Markers;
import dev.parallelexec.remote.NodeFiles;
import dev.parallelexec.remote.Staging;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The executors of a cluster, and how each comes by files: where it does not share this machine's,
 * the first worker there has a program started that keeps files for all of that executor's. For any
 * thread.
 */
final class ExecutorFiles implements AutoCloseable {
  private static final String SELF = "engine spark: ";

  private final Staging staging;
  private final EngineKind.Settings settings;
  private final EngineKind.Surroundings around;
  private final InetAddress address;
  private final Path project;
  private final Contents contents;
  private final Map<Key, Known> executors = new ConcurrentHashMap<>();
  private @Nullable Outposts outposts;
  private volatile boolean closed;

  /** Asks none yet; the address is this machine's. */
  ExecutorFiles(
      Staging staging,
      EngineKind.Settings settings,
      EngineKind.Surroundings around,
      InetAddress address) {
    this.staging = staging;
    this.settings = settings;
    this.around = around;
    this.address = address;
    this.project = settings.project().toAbsolutePath().normalize();
    this.contents = new Contents(around.cache());
  }

  /** Numbers of executors begin anew with each driver. */
  private record Key(Driver by, String executor) {}

  /** One of them; whoever comes first finds out. */
  private static final class Known {
    final ReentrantLock lock = new ReentrantLock();
    boolean known;
    volatile boolean ended;
    @Nullable NodeFiles files;
  }

  /**
   * The files where a worker has arrived, with what its JVM needs; null where they are this
   * machine's. Blocks.
   *
   * @throws IOException where they cannot be had, in a sentence
   */
  @Nullable NodeFiles ready(Driver by, RemoteWorker asked, Placement.Worker worker)
      throws IOException, InterruptedException {
    if (staging == Staging.SHARED) {
      return null;
    }
    NodeFiles files = at(by, asked);
    if (files == null) {
      return null;
    }
    try {
      files.prepare(worker);
      return files;
    } catch (IOException e) {
      NodeFiles others = at(by, asked);
      if (others == null || others == files) {
        throw e;
      }
      others.prepare(worker);
      return others;
    }
  }

  private @Nullable NodeFiles at(Driver by, RemoteWorker asked)
      throws IOException, InterruptedException {
    Known known = executors.computeIfAbsent(new Key(by, asked.executor()), unused -> new Known());
    known.lock.lockInterruptibly();
    try {
      if (known.ended && known.files != null) {
        known.files.close();
        known.known = false;
      }
      if (!known.known) {
        known.ended = false;
        known.files = shares(asked) ? null : files(asked, known);
        known.known = true;
      }
      if (closed && known.files != null) {
        known.files.close();
      }
      return known.files;
    } finally {
      known.lock.unlock();
    }
  }

  private boolean shares(RemoteWorker asked) throws IOException, InterruptedException {
    if (staging == Staging.COPY) {
      return false;
    }
    boolean shares;
    try (Markers markers = new Markers(List.of(project, around.cache()))) {
      shares = asked.sees(markers, settings.startTimeout());
    }
    around
        .debug()
        .accept(
            SELF
                + "on node %s the files of this machine are %s"
                    .formatted(asked.node(), shares ? "there" : "not there: copying"));
    return shares;
  }

  private NodeFiles files(RemoteWorker asked, Known known)
      throws IOException, InterruptedException {
    String run = UUID.randomUUID().toString();
    DepotLink.Starter starter =
        new DepotLink.Starter() {
          private boolean started;

          @Override
          public String self() {
            return SELF;
          }

          /** Once: workers of its own time would not find another one's files. */
          @Override
          public DepotLink.Connection start() throws IOException, InterruptedException {
            if (started) {
              known.ended = true;
              throw new IOException(
                  SELF + "the program that keeps files on node " + asked.node() + " has ended");
            }
            started = true;
            try (Outposts.Expected expected = outposts().expect()) {
              return asked.outpost(expected, run, settings.startTimeout());
            }
          }

          @Override
          public byte[] jar() {
            return new byte[0];
          }
        };
    return NodeFiles.open(new DepotLink(starter), contents, project);
  }

  private synchronized Outposts outposts() throws IOException {
    if (closed) {
      throw new IOException(SELF + "the build is at its end");
    }
    Outposts open = outposts;
    if (open == null) {
      open = new Outposts(address);
      outposts = open;
    }
    return open;
  }

  /** Has the nodes delete what is this build's. Blocks for seconds at most. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (outposts != null) {
        outposts.close();
      }
    }
    executors.values().parallelStream().forEach(ExecutorFiles::close);
    contents.close();
  }

  private static void close(Known known) {
    // One that is only now being asked closes itself.
    if (known.lock.tryLock()) {
      try {
        if (known.files != null) {
          known.files.close();
        }
      } finally {
        known.lock.unlock();
      }
    }
  }
}
