package dev.parallelexec.remote;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A worker on a node: the streams and the exit code of the command on this machine that put it
 * there, and the process id that it has there. What is ended is that command, with all below it; a
 * worker whose command is gone ends when it notices that its channel is.
 */
final class LaunchedProcess extends Process {
  private final Process client;
  private final long pid;

  LaunchedProcess(Process client, long pid) {
    this.client = client;
    this.pid = pid;
  }

  @Override
  public OutputStream getOutputStream() {
    return client.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return client.getInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return client.getErrorStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    return client.waitFor();
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return client.waitFor(timeout, unit);
  }

  @Override
  public int exitValue() {
    return client.exitValue();
  }

  @Override
  public boolean isAlive() {
    return client.isAlive();
  }

  @Override
  public void destroy() {
    NodeShell.kill(client);
  }

  @Override
  public Process destroyForcibly() {
    NodeShell.kill(client);
    return this;
  }

  @Override
  public boolean supportsNormalTermination() {
    return false;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return client.onExit().thenApply(ended -> this);
  }

  /** That of the command on this machine. */
  @Override
  public ProcessHandle toHandle() {
    return client.toHandle();
  }

  /** Those of the command on this machine. */
  @Override
  public ProcessHandle.Info info() {
    return client.info();
  }

  /** Those of the command on this machine. */
  @Override
  public Stream<ProcessHandle> children() {
    return client.children();
  }

  /** Those of the command on this machine. */
  @Override
  public Stream<ProcessHandle> descendants() {
    return client.descendants();
  }
}
