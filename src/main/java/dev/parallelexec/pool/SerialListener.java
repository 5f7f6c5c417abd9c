package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds what {@link PoolListener} promises its implementers: never two calls at once, and what they
 * throw does not break the run. The lock is the listener itself, so that an engine and a pool,
 * which each wrap it for themselves, still take turns.
 */
public final class SerialListener implements PoolListener {
  private final PoolListener to;
  private final AtomicBoolean broken = new AtomicBoolean();

  private SerialListener(PoolListener to) {
    this.to = to;
  }

  /** Wraps a listener; one that is wrapped already stays as it is. */
  public static SerialListener of(PoolListener to) {
    return to instanceof SerialListener serial ? serial : new SerialListener(to);
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    tell(() -> to.started(task, number, worker));
  }

  @Override
  public void output(Task task, int number, Stream stream, byte[] bytes, int length) {
    tell(() -> to.output(task, number, stream, bytes, length));
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    tell(() -> to.attemptEnded(task, attempt, again));
  }

  @Override
  public void finished(TaskResult result) {
    tell(() -> to.finished(result));
  }

  @Override
  public void workerStarted(Worker worker) {
    tell(() -> to.workerStarted(worker));
  }

  @Override
  public void workerOutput(Worker worker, Stream stream, byte[] bytes, int length) {
    tell(() -> to.workerOutput(worker, stream, bytes, length));
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    tell(() -> to.workerEnded(worker, reason));
  }

  @Override
  public void notice(String text) {
    tell(() -> to.notice(text));
  }

  private void tell(Runnable what) {
    synchronized (to) {
      try {
        what.run();
      } catch (RuntimeException e) {
        sayOnce(e);
      }
    }
  }

  /** A listener that fails once will likely fail a million times. */
  private void sayOnce(RuntimeException e) {
    if (broken.compareAndSet(false, true)) {
      try {
        to.notice("A report could not be written, the tasks go on: " + e);
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
    }
  }
}
