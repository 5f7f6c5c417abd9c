package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A listener that hands every event on, each in the one way that {@link #tell} says: under a lock,
 * to several others, or not at all. An event that is added to {@link PoolListener} is added here,
 * and nowhere else, to reach them all.
 */
public abstract class ForwardingListener implements PoolListener {
  /**
   * Hands one event on.
   *
   * @param event to be given the listener, or each of the listeners, once
   */
  protected abstract void tell(Consumer<PoolListener> event);

  @Override
  public void submitted(Task task, int number) {
    tell(to -> to.submitted(task, number));
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    tell(to -> to.started(task, number, worker));
  }

  @Override
  public void output(Task task, int number, Stream stream, byte[] bytes, int length) {
    tell(to -> to.output(task, number, stream, bytes, length));
  }

  @Override
  public void stopping(
      Task task, int number, Worker worker, String reason, Duration grace, boolean dumped) {
    tell(to -> to.stopping(task, number, worker, reason, grace, dumped));
  }

  @Override
  public void takenBack(Task task, int number, Worker worker, String reason) {
    tell(to -> to.takenBack(task, number, worker, reason));
  }

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    tell(to -> to.attemptEnded(task, attempt, again));
  }

  @Override
  public void finished(TaskResult result) {
    tell(to -> to.finished(result));
  }

  @Override
  public void workerStarting(int slot) {
    tell(to -> to.workerStarting(slot));
  }

  @Override
  public void workerStarted(Worker worker) {
    tell(to -> to.workerStarted(worker));
  }

  @Override
  public void workerOutput(Worker worker, Stream stream, byte[] bytes, int length) {
    tell(to -> to.workerOutput(worker, stream, bytes, length));
  }

  @Override
  public void workerMemory(Worker worker, long bytes) {
    tell(to -> to.workerMemory(worker, bytes));
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    tell(to -> to.workerEnded(worker, reason));
  }

  @Override
  public void notice(String text) {
    tell(to -> to.notice(text));
  }
}
