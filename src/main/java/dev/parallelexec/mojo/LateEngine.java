package dev.parallelexec.mojo;

import dev.parallelexec.pool.Engine;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * An engine that is opened when the first task has to run: a list without tasks, or one whose tasks
 * are all up to date, needs no workers, and not even the classes that make them.
 */
final class LateEngine implements Engine {
  private final Opening opening;
  private @Nullable Engine engine;

  /** What it was cancelled with before it was opened; null where it was not. */
  private @Nullable Cancelled cancelled;

  private boolean closed;

  /** Opens the engine; may take its time. */
  interface Opening {
    Engine open() throws EngineException;
  }

  private record Cancelled(@Nullable Outcome running, String reason) {}

  LateEngine(Opening opening) {
    this.opening = opening;
  }

  /** The engine; the first call opens it. */
  private synchronized Engine opened() throws EngineException {
    Engine known = engine;
    if (known == null) {
      if (closed) {
        throw new EngineException("the list has ended");
      }
      known = opening.open();
      engine = known;
      Cancelled before = cancelled;
      if (before != null) {
        known.cancel(before.running(), before.reason());
      }
    }
    return known;
  }

  private synchronized @Nullable Engine known() {
    return engine;
  }

  @Override
  public void submit(Task task, int number, Completion completion) throws EngineException {
    opened().submit(task, number, completion);
  }

  @Override
  public void cancel(@Nullable Outcome running, String reason) {
    Engine open;
    synchronized (this) {
      open = engine;
      if (open == null && (cancelled == null || running != null)) {
        cancelled = new Cancelled(running, reason);
      }
    }
    if (open != null) {
      open.cancel(running, reason);
    }
  }

  @Override
  public void rest() {
    Engine open = known();
    if (open != null) {
      open.rest();
    }
  }

  @Override
  public Attempt reduce(Call reducer, Iterable<byte[]> objects)
      throws EngineException, InterruptedException {
    return opened().reduce(reducer, objects);
  }

  @Override
  public void close() throws EngineException {
    Engine open;
    synchronized (this) {
      closed = true;
      open = engine;
    }
    if (open != null) {
      open.close();
    }
  }
}
