package dev.parallelexec.remote;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process on a node, whose end is told to this machine. For any thread; an interrupt ends a wait
 * and nothing else.
 */
public abstract class NodeProcess extends Process {
  private final CompletableFuture<Integer> exit;

  /**
   * Of one that runs.
   *
   * @param exit completed with its exit code, once, and with nothing else
   */
  protected NodeProcess(CompletableFuture<Integer> exit) {
    this.exit = exit;
  }

  @Override
  public final int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public final boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      int unused = exit.get(Math.max(0, timeout), unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public final int exitValue() {
    @Nullable Integer code = exit.getNow(null);
    if (code == null) {
      throw new IllegalThreadStateException("process has not exited");
    }
    return code;
  }

  @Override
  public final boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public final CompletableFuture<Process> onExit() {
    return exit.thenApply(code -> this);
  }

  /** There is no harder end than {@link #destroy}. */
  @Override
  public final Process destroyForcibly() {
    destroy();
    return this;
  }

  @Override
  public final boolean supportsNormalTermination() {
    return false;
  }
}
