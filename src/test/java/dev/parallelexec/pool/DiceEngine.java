package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Completes attempts in any order, from one thread of its own; whether one passes is drawn by
 * chance. Breaks down, where it is told to, at a given submission.
 */
class DiceEngine implements Engine {
  private final Random random;
  private final int breaksAt;
  private final int failsOf10;
  private final List<Runnable> held = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "dice");
  private int submitted;
  private int atOnce;
  private int mostAtOnce;
  private boolean closed;
  private @Nullable String cancelled;

  DiceEngine(long seed, int failsOf10, int breaksAt) {
    this.random = new Random(seed);
    this.failsOf10 = failsOf10;
    this.breaksAt = breaksAt;
    thread.start();
  }

  @Override
  public synchronized void submit(Task task, int number, Completion completion)
      throws EngineException {
    if (++submitted > breaksAt) {
      throw new EngineException("broken at " + breaksAt);
    }
    submitted(task, number);
    atOnce++;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    String reason = cancelled;
    boolean passes = random.nextInt(10) >= failsOf10;
    held.add(
        () -> {
          Span span = new Span(1, 0, 1, 0, 1);
          Attempt passed =
              new Attempt(number, Outcome.PASSED, "" + task.index(), null, span, false, List.of());
          Attempt failed = Attempt.failed(number, Outcome.FAILED, Failure.of("dice"), span);
          synchronized (this) {
            atOnce--;
          }
          completion.completed(
              reason != null ? Attempt.cancelled(reason) : passes ? passed : failed, new byte[0]);
        });
    notifyAll();
  }

  private void run() {
    while (true) {
      Runnable next;
      synchronized (this) {
        while (held.isEmpty() && !closed) {
          try {
            wait();
          } catch (InterruptedException e) {
            return;
          }
        }
        if (held.isEmpty()) {
          return;
        }
        next = held.remove(random.nextInt(held.size()));
      }
      next.run();
    }
  }

  @Override
  public synchronized void cancel(@Nullable Outcome running, String reason) {
    cancelled = reason;
  }

  @Override
  public Attempt reduce(Call reducer, Iterable<byte[]> objects) {
    throw new IllegalStateException("no reducer here");
  }

  @Override
  public synchronized void close() throws EngineException {
    closed = true;
    notifyAll();
    if (submitted > breaksAt) {
      throw new EngineException("broken at " + breaksAt);
    }
  }

  /** An attempt is taken; with the engine's lock held. */
  void submitted(Task task, int number) {}

  synchronized int mostAtOnce() {
    return mostAtOnce;
  }

  /** Waits for the thread's end, after the engine was closed. */
  void awaitEnd() throws InterruptedException {
    thread.join();
  }
}
