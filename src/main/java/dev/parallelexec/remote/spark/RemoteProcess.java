package dev.parallelexec.remote.spark;

import dev.parallelexec.remote.NodeProcess;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Stands for a process on a node. It has no handle, and its descendants are seen by those alone who
 * are there, and end them with it. Its standard input is taken: it had its one line.
 */
final class RemoteProcess extends NodeProcess {
  private final CompletableFuture<Integer> exit;
  private final Relay out = new Relay();
  private final Relay err = new Relay();
  private final Runnable killer;
  private volatile long pid;

  /**
   * Not started yet.
   *
   * @param killer has it ended where it is; called once or more, and does not block for long
   */
  RemoteProcess(Runnable killer) {
    this(killer, new CompletableFuture<>());
  }

  private RemoteProcess(Runnable killer, CompletableFuture<Integer> exit) {
    super(exit);
    this.killer = killer;
    this.exit = exit;
  }

  void started(long number) {
    pid = number;
  }

  Relay out() {
    return out;
  }

  Relay err() {
    return err;
  }

  /** Its end; what is said of it later is ignored. */
  void ended(int code) {
    out.end();
    err.end();
    exit.complete(code);
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return out;
  }

  @Override
  public InputStream getErrorStream() {
    return err;
  }

  /** On its node, where it may be the number of any other process here. */
  @Override
  public long pid() {
    return pid;
  }

  @Override
  public void destroy() {
    if (isAlive()) {
      killer.run();
    }
  }

  @Override
  public Stream<ProcessHandle> children() {
    return Stream.empty();
  }

  @Override
  public Stream<ProcessHandle> descendants() {
    return Stream.empty();
  }

  @Override
  public ProcessHandle toHandle() {
    throw new UnsupportedOperationException("process " + pid + " is on another machine");
  }
}
