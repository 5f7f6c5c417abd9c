package dev.parallelexec.remote.spark;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Stands for a process on a node. It has no handle, and its descendants are seen by those alone who
 * are there, and end them with it. Its standard input is taken: it had its one line. For any
 * thread; an interrupt ends a wait and nothing else.
 */
final class RemoteProcess extends Process {
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
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
    this.killer = killer;
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

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      exit.get(Math.max(0, timeout), unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int exitValue() {
    Integer code = exit.getNow(null);
    if (code == null) {
      throw new IllegalThreadStateException("process has not exited");
    }
    return code;
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  /** On its node, where it may be the number of any other process here. */
  @Override
  public long pid() {
    return pid;
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(code -> this);
  }

  @Override
  public void destroy() {
    if (isAlive()) {
      killer.run();
    }
  }

  @Override
  public Process destroyForcibly() {
    destroy();
    return this;
  }

  @Override
  public boolean supportsNormalTermination() {
    return false;
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
