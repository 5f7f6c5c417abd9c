package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One list on its way through an engine. One thread, the feeder, pulls tasks and hands them over;
 * engine threads complete them. The feeder waits while the window is full, which is how a million
 * items stay outside the heap; retries come back to it, because only it may wait.
 */
final class ListRun {
  /** Of Maven's heap, the ids and arguments of the tasks under way may take so little. */
  private static final int SHARE = 16;

  private static final byte[] NO_OBJECT = {};

  private final Engine engine;
  private final Pool.Policy policy;
  private final SerialListener listener;
  private final TaskSource tasks;
  private final Past past;
  private final boolean stopAtFirst;
  private final Flow flow;
  private final Tally tally = new Tally();
  private final long started = System.nanoTime();
  private volatile boolean over;
  private volatile @Nullable ObjectSpool objects;

  /** Whether it was a failure that ended it, and nobody from outside. */
  private volatile boolean gaveUp;

  /** The feeder's own. */
  private boolean interrupted;

  private @Nullable EngineException broken;

  ListRun(
      Engine engine,
      Pool.Policy policy,
      SerialListener listener,
      Past past,
      TaskSource tasks,
      int window,
      @Nullable Supply supply) {
    this.past = past;
    this.engine = engine;
    this.policy = policy;
    this.listener = listener;
    this.tasks = tasks;
    this.flow = new Flow(window, Runtime.getRuntime().maxMemory() / SHARE, supply);
    this.stopAtFirst =
        policy.failures() == FailurePolicy.FAIL_FAST
            || (window == 1 && policy.failures() != FailurePolicy.FAIL_NEVER);
  }

  /** Runs the list to its end on this thread; see {@link Pool#map}. */
  ListResult run() throws EngineException, InterruptedException {
    String value;
    Deadline deadline = Deadline.of(policy.totalTimeout(), this::timeIsUp);
    // The limit is the execution's: it also ends an instance that does not close.
    try (deadline) {
      value = worked();
      close();
    }
    if (broken != null) {
      throw broken;
    }
    if (interrupted) {
      throw new InterruptedException("interrupted while tasks were running");
    }
    return tally.result(value, System.nanoTime() - started);
  }

  /** All but the end; the reducer's value. */
  private String worked() {
    try {
      objects = policy.reducer() == null ? null : new ObjectSpool();
      feed();
      awaitEnd();
      return reduced();
    } catch (EngineException e) {
      broken = e;
    } catch (InterruptedException e) {
      interrupted = flow.stopReason() == null;
      stop(Outcome.CANCELLED, "the build was interrupted");
    }
    return Attempt.NULL;
  }

  /**
   * Starts nothing new, and ends what runs with an outcome, or lets it end where that is null. For
   * any thread; the first reason stands; without effect once the list is over.
   */
  void stop(@Nullable Outcome running, String reason) {
    if (!over) {
      flow.stop(reason, running != null);
      engine.cancel(running, reason);
    }
  }

  private void timeIsUp() {
    stop(Outcome.TIMED_OUT, "totalTimeout of " + Limits.text(policy.totalTimeout()) + " was over");
  }

  private void feed() throws EngineException, InterruptedException {
    for (Flow.Turn turn = flow.turn(); turn != Flow.Turn.END; turn = flow.turn()) {
      Pending next =
          switch (turn) {
            case RETRY, ADMIT -> flow.next(turn);
            case PULL -> pull();
            case REST, TELL -> rest(turn == Flow.Turn.TELL);
            case END -> null;
          };
      if (next == null) {
        continue;
      }
      int number = next.attempts().size() + 1;
      listener.submitted(next.task(), number);
      try {
        engine.submit(next.task(), number, next);
      } catch (EngineException e) {
        next.completed(Attempt.cancelled(message(e)), new byte[0]);
        throw e;
      }
    }
  }

  /** Nothing can be handed over before another list of the build goes on. */
  private @Nullable Pending rest(boolean tell) {
    if (tell) {
      flow.tellWhy(listener);
    } else {
      engine.rest();
    }
    return null;
  }

  private @Nullable Pending pull() throws EngineException, InterruptedException {
    Pending next = null;
    Past.Known known = null;
    try {
      Task task = tasks.next();
      known = task == null ? null : past.known(task);
      if (task != null && known != null) {
        settle(task, known);
      } else {
        next = task == null ? null : new Pending(task, this::attemptEnded);
      }
    } finally {
      next = flow.pulled(next, known != null);
    }
    return next;
  }

  /** A task that need not run. */
  private void settle(Task task, Past.Known known) {
    Attempt attempt = kept(task, known.attempt(), known.object());
    if (known.told()) {
      tell(new TaskResult(task, List.of(attempt)));
    }
  }

  /** From an engine thread, or from the feeder where the engine would not take the task. */
  private void attemptEnded(Pending pending, Attempt ended, byte[] object) {
    Attempt attempt = kept(pending.task(), policy.leaks().judged(ended), object);
    Task task = pending.task();
    if (attempt.number() == 0 && !pending.attempts().isEmpty()) {
      leave(pending, attempt);
      return;
    }
    pending.attempts().add(attempt);
    boolean again =
        pending.attempts().size() <= task.limits().retries()
            && task.limits().retryOn().contains(attempt.outcome())
            && flow.stopReason() == null;
    tally.ran(attempt);
    try {
      listener.attemptEnded(task, attempt, again);
    } finally {
      // Whatever a report throws, the list must not wait for this attempt for ever.
      if (again) {
        pending.due(System.nanoTime() + task.limits().retryDelay().toNanos());
        flow.again(pending);
      } else {
        finish(pending, attempt.outcome() == Outcome.PASSED ? object : NO_OBJECT);
      }
    }
  }

  private Attempt kept(Task task, Attempt attempt, byte[] object) {
    ObjectSpool spool = objects;
    return spool == null ? attempt : spool.kept(task, attempt, object);
  }

  private void finish(Pending pending, byte[] object) {
    try {
      TaskResult result = new TaskResult(pending.task(), pending.attempts());
      past.ended(result, object);
      tell(result);
    } finally {
      flow.ended(pending);
    }
  }

  private void tell(TaskResult result) {
    tally.finished(result);
    listener.finished(result);
    if (stopAtFirst && !result.outcome().good() && flow.stopReason() == null) {
      gaveUp = true;
      stop(null, "stopped after the first failure, " + result.task().id());
    }
  }

  private void awaitEnd() {
    for (Pending left : flow.awaitEnd()) {
      String reason = reason();
      leave(left, Attempt.cancelled(reason == null ? "the list ended" : reason));
    }
  }

  /**
   * Ends a task that will not run, or not again. Whoever waits for a further try has not ended; but
   * where it is a failure that the list is given up for, there is none, and the try before decides.
   */
  private void leave(Pending pending, Attempt cancelled) {
    if (!gaveUp || pending.attempts().isEmpty()) {
      pending.attempts().add(cancelled);
    }
    finish(pending, NO_OBJECT);
  }

  /** Why what is left does not run; null where nothing says so. */
  private @Nullable String reason() {
    return broken != null ? message(broken) : flow.stopReason();
  }

  /** Whatever happened: every task is told of, and what was opened is closed. */
  private void close() {
    awaitEnd();
    listRest();
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
    over = true;
  }

  /** Reports what was never pulled. */
  private void listRest() {
    String reason = reason();
    boolean exhausted = reason == null || flow.exhausted() || !tasks.listable();
    try {
      while (!exhausted) {
        Task task = tasks.next();
        exhausted = task == null;
        if (task != null && reason != null) {
          tell(new TaskResult(task, List.of(Attempt.cancelled(reason))));
        }
      }
    } catch (EngineException e) {
      broken = broken == null ? e : broken;
    } catch (InterruptedException e) {
      interrupted = true;
    }
  }

  private String reduced() throws EngineException, InterruptedException {
    ObjectSpool spool = objects;
    Call reducer = policy.reducer();
    if (reducer == null || spool == null || !tally.allGood()) {
      return Attempt.NULL;
    }
    Attempt attempt = engine.reduce(reducer, spool);
    Failure failure = attempt.failure();
    if (failure != null) {
      String stack = failure.stack().isEmpty() ? failure.headline() : failure.stack();
      throw new EngineException("The reducer " + reducer.text() + " failed: " + stack);
    }
    return attempt.value();
  }

  private static String message(EngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("the engine broke");
  }
}
