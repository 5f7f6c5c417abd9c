package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One list on its way through an engine. One thread, the feeder, pulls tasks and hands them over;
 * engine threads complete them. The feeder waits while the window is full, which is how a million
 * items stay outside the heap; retries come back to it, because only it may wait.
 *
 * <p>The lock guards the bookkeeping only: neither the engine, nor the source, nor a listener is
 * called with it held.
 */
final class ListRun {
  private final Engine engine;
  private final Pool.Policy policy;
  private final SerialListener listener;
  private final TaskSource tasks;
  private final int window;
  private final boolean stopAtFirst;
  private final Tally tally = new Tally();
  private final long started = System.nanoTime();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Pending> retries = new ArrayList<>();
  private int underWay;
  private boolean ended;
  private @Nullable String stopReason;
  private @Nullable Thread pulling;

  /** The feeder's own: no other thread reads or writes these once tasks run. */
  private boolean exhausted;

  private boolean interrupted;
  private @Nullable EngineException broken;
  private volatile @Nullable ObjectSpool objects;

  ListRun(
      Engine engine, Pool.Policy policy, SerialListener listener, TaskSource tasks, int window) {
    this.engine = engine;
    this.policy = policy;
    this.listener = listener;
    this.tasks = tasks;
    this.window = window;
    this.stopAtFirst =
        policy.failures() == FailurePolicy.FAIL_FAST
            || window == 1 && policy.failures() != FailurePolicy.FAIL_NEVER;
  }

  /** Runs the list to its end on this thread; see {@link Pool#map}. */
  ListResult run() throws EngineException, InterruptedException {
    String value = Attempt.NULL;
    Deadline deadline = Deadline.of(policy.totalTimeout(), this::timeIsUp);
    try (deadline) {
      objects = policy.reducer() == null ? null : new ObjectSpool();
      feed();
      awaitEnd();
      value = reduced();
    } catch (EngineException e) {
      broken = e;
    } catch (InterruptedException e) {
      interrupted = true;
    }
    close();
    if (broken != null) {
      throw broken;
    }
    if (interrupted) {
      throw new InterruptedException("interrupted while tasks were running");
    }
    return tally.result(value, System.nanoTime() - started);
  }

  /**
   * Starts nothing new, and ends what runs with an outcome, or lets it end where that is null. For
   * any thread; the first reason stands.
   */
  void stop(@Nullable Outcome running, String reason) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      if (stopReason == null) {
        stopReason = reason;
      }
      if (pulling != null && running != null) {
        pulling.interrupt();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    engine.cancel(running, reason);
  }

  private void timeIsUp() {
    stop(Outcome.TIMED_OUT, "totalTimeout of " + policy.totalTimeout().toSeconds() + "s was over");
  }

  private void feed() throws EngineException, InterruptedException {
    for (Pending next = next(); next != null; next = next()) {
      try {
        engine.submit(next.task, next.attempts.size() + 1, next);
      } catch (EngineException e) {
        next.give(Attempt.cancelled(message(e)));
        throw e;
      }
    }
  }

  /** What is to be handed over next, counted as under way; null when that was all. */
  private @Nullable Pending next() throws EngineException, InterruptedException {
    while (true) {
      lock.lockInterruptibly();
      try {
        while (true) {
          if (stopReason != null) {
            return null;
          }
          Pending due = due();
          if (due != null) {
            return due;
          }
          if (!exhausted && underWay < window) {
            pulling = Thread.currentThread();
            break;
          }
          if (exhausted && underWay == 0) {
            return null;
          }
          await();
        }
      } finally {
        lock.unlock();
      }
      Task task = pulled();
      if (task != null) {
        return new Pending(task);
      }
    }
  }

  private @Nullable Pending due() {
    long now = System.nanoTime();
    for (int i = 0; i < retries.size(); i++) {
      if (retries.get(i).due - now <= 0) {
        return retries.remove(i);
      }
    }
    return null;
  }

  /** Waits for a change, or for the next retry. */
  private void await() throws InterruptedException {
    long now = System.nanoTime();
    long wait = Long.MAX_VALUE;
    for (Pending retry : retries) {
      wait = Math.min(wait, retry.due - now);
    }
    if (wait == Long.MAX_VALUE) {
      changed.await();
    } else if (wait > 0) {
      changed.awaitNanos(wait);
    }
  }

  /** Pulls outside the lock, since a source may wait for a worker. */
  private @Nullable Task pulled() throws EngineException, InterruptedException {
    Task task = null;
    boolean broke = true;
    try {
      task = tasks.next();
      broke = false;
    } finally {
      lock.lock();
      try {
        pulling = null;
        exhausted |= task == null;
        underWay += task == null ? 0 : 1;
        if (broke && stopReason != null) {
          // The interrupt was stop's, for this pull alone.
          Thread.interrupted();
        }
      } finally {
        lock.unlock();
      }
    }
    return task;
  }

  /** Waits until nothing is under way, come what may. */
  private void awaitEnd() {
    List<Pending> given = new ArrayList<>();
    lock.lock();
    try {
      while (true) {
        given.addAll(retries);
        retries.clear();
        if (underWay <= given.size()) {
          break;
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    given.forEach(this::finish);
  }

  /** Whatever happened: every task is told of, and what was opened is closed. */
  private void close() {
    if (interrupted) {
      boolean ours = stopReason() == null;
      stop(Outcome.CANCELLED, "the build was interrupted");
      interrupted = ours;
    }
    awaitEnd();
    listRest();
    lock.lock();
    ended = true;
    lock.unlock();
    tasks.close();
    ObjectSpool spool = objects;
    if (spool != null) {
      spool.close();
    }
    try {
      engine.close();
    } catch (EngineException e) {
      broken = broken == null ? e : broken;
    }
  }

  /** Reports what was never pulled. */
  private void listRest() {
    String reason = broken != null ? message(broken) : stopReason();
    if (reason == null || !tasks.listable()) {
      return;
    }
    try {
      while (!exhausted) {
        Task task = tasks.next();
        exhausted = task == null;
        if (task != null) {
          tell(new TaskResult(task, List.of(Attempt.cancelled(reason))));
        }
      }
    } catch (EngineException e) {
      broken = broken == null ? e : broken;
    } catch (InterruptedException e) {
      interrupted = true;
    }
  }

  private @Nullable String stopReason() {
    lock.lock();
    try {
      return stopReason;
    } finally {
      lock.unlock();
    }
  }

  private static String message(EngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("the engine broke");
  }

  private String reduced() throws EngineException, InterruptedException {
    ObjectSpool spool = objects;
    if (policy.reducer() == null || spool == null || !tally.allGood()) {
      return Attempt.NULL;
    }
    Attempt attempt = engine.reduce(policy.reducer(), spool);
    Failure failure = attempt.failure();
    if (failure != null) {
      String stack = failure.stack().isEmpty() ? failure.headline() : failure.stack();
      throw new EngineException("The reducer " + policy.reducer().text() + " failed: " + stack);
    }
    return attempt.value();
  }

  private void finish(Pending pending) {
    tell(new TaskResult(pending.task, pending.attempts));
    lock.lock();
    try {
      underWay--;
      // Half a window at a time: waking the feeder for every task would cost more than the task.
      if (underWay == window / 2 || underWay == 0) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(TaskResult result) {
    tally.finished(result);
    listener.finished(result);
    if (stopAtFirst && !result.outcome().good() && stopReason() == null) {
      stop(null, "stopped after the first failure, " + result.task().id());
    }
  }

  /** A task between its pull and its end; the engine completes its attempts. */
  private final class Pending implements Engine.Completion {
    private final Task task;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private long due;

    Pending(Task task) {
      this.task = task;
    }

    @Override
    public void completed(Attempt attempt, byte @Nullable [] object) {
      Attempt kept = kept(attempt, object);
      boolean again =
          attempts.size() < task.limits().retries()
              && task.limits().retryOn().contains(kept.outcome())
              && stopReason() == null;
      tally.ran(kept);
      if (kept.number() == 0 && !attempts.isEmpty()) {
        // Cancelled while it waited for a further try: the try before decides.
        finish(this);
        return;
      }
      attempts.add(kept);
      listener.attemptEnded(task, kept, again);
      if (!again) {
        finish(this);
        return;
      }
      due = System.nanoTime() + task.limits().retryDelay().toNanos();
      lock.lock();
      try {
        retries.add(this);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** The engine would not take it. */
    void give(Attempt attempt) {
      completed(attempt, null);
    }

    private Attempt kept(Attempt attempt, byte @Nullable [] object) {
      ObjectSpool spool = objects;
      if (spool == null || object == null || attempt.outcome() != Outcome.PASSED) {
        return attempt;
      }
      try {
        spool.put(task.index(), object);
        return attempt;
      } catch (IOException e) {
        Failure failure = Failure.of("The result for the reducer cannot be kept: " + e);
        return Attempt.failed(attempt.number(), Outcome.FAILED, failure, attempt.span());
      }
    }
  }
}
