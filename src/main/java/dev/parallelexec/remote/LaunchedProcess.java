package dev.parallelexec.remote;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A worker on a node: the streams of the command on this machine that put it there, the exit code
 * that the script there tells at the end of the output, and the process id that it has there. Who
 * has it reads the output to its end, as of any process; else its end is not seen. What is ended is
 * the command, with all below it; a worker whose command is gone ends when it notices that its
 * channel is. For any thread.
 */
final class LaunchedProcess extends NodeProcess {
  /**
   * How long the output may take to end when the command has, which another may hold open, and the
   * command when the worker has: ssh waits for whom the worker has left running.
   */
  private static final long LAST_MILLIS = 1_000;

  private final Process client;
  private final long pid;
  private final WorkerOutput output;
  private final CompletableFuture<End> end;
  private volatile boolean unwanted;

  /** How it ended: the worker's exit code where that was told, else the command's. */
  private record End(int code, boolean told) {}

  /**
   * Takes the command over.
   *
   * @param marker stands before the worker's exit code
   */
  static LaunchedProcess of(Process client, long pid, String marker) {
    WorkerOutput output = new WorkerOutput(client.getInputStream(), marker);
    return new LaunchedProcess(
        client,
        pid,
        output,
        client
            .onExit()
            .thenCompose(ended -> told(output))
            .thenApply(code -> new End(code.orElseGet(client::exitValue), code.isPresent())));
  }

  private LaunchedProcess(
      Process client, long pid, WorkerOutput output, CompletableFuture<End> end) {
    super(end.thenApply(End::code));
    this.client = client;
    this.pid = pid;
    this.output = output;
    this.end = end;
    Executor later = CompletableFuture.delayedExecutor(LAST_MILLIS, TimeUnit.MILLISECONDS);
    CompletableFuture<?> unused = output.end().thenAcceptAsync(this::release, later);
  }

  private static CompletableFuture<OptionalInt> told(WorkerOutput output) {
    return output
        .end()
        .copy()
        .completeOnTimeout(OptionalInt.empty(), LAST_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void release(OptionalInt code) {
    if (code.isPresent() && client.isAlive()) {
      NodeShell.kill(client);
    }
  }

  /** Why its end was not its own, as a phrase; empty where it was, or was brought about here. */
  String loss() {
    End how = end.getNow(null);
    return how == null || how.told() || unwanted
        ? ""
        : "its launcher ended with exit code %d and had not told how the worker ended"
            .formatted(how.code());
  }

  @Override
  public OutputStream getOutputStream() {
    return client.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return output;
  }

  @Override
  public InputStream getErrorStream() {
    return client.getErrorStream();
  }

  @Override
  public void destroy() {
    unwanted |= client.isAlive();
    NodeShell.kill(client);
  }

  @Override
  public long pid() {
    return pid;
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
