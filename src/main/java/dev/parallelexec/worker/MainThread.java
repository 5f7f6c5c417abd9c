package dev.parallelexec.worker;

import java.util.List;

/** Runs main classes, each in a thread named after its task, as a JVM of their own would. */
final class MainThread implements Runnable {
  /** Idle threads of left pools that a worker puts up with. */
  private static final int LEFT = 64;

  private final ThreadGroup above;
  private TaskGroup group;
  private int left;
  private @Nullable RunningAttempt running;
  private @Nullable Callee callee;
  private List<String> arguments = List.of();
  private @Nullable Throwable thrown;

  /** Whose groups are in another one. */
  MainThread(ThreadGroup above) {
    this.above = above;
    group = group();
  }

  private TaskGroup group() {
    return new TaskGroup(above, "parallel-exec main");
  }

  /**
   * Runs a main class to its end.
   *
   * @return why the worker has to go; empty where it need not
   * @throws Throwable what {@code main} threw
   */
  String run(RunningAttempt attempt, Callee main, List<String> with, String name) throws Throwable {
    running = attempt;
    callee = main;
    arguments = with;
    thrown = null;
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    attempt.runsIn(group);
    Thread thread = new Thread(group, this, name);
    thread.setDaemon(false);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    boolean stuck = !ended(attempt);
    Thread.setDefaultUncaughtExceptionHandler(handler);
    if (thrown != null && attempt.exited() == null) {
      throw thrown;
    }
    return stuck ? "threads of a main class do not end" : "";
  }

  /** Waits for all threads but daemons; after an exit for a while only. */
  private boolean ended(RunningAttempt attempt) {
    long interrupted = 0;
    boolean insisted = false;
    Thread alive;
    while ((alive = group.alive()) != null) {
      if (attempt.exited() != null) {
        if (interrupted == 0) {
          interrupted = System.nanoTime();
          // Who called exit is on its way out already.
          group.interruptAllBut(attempt.exiting());
        }
        long waited = (System.nanoTime() - interrupted) / 1_000_000;
        if (waited > 20 && group.idle()) {
          return leave();
        } else if (waited > RunningAttempt.GRACE) {
          return false;
        } else if (waited > RunningAttempt.GRACE / 2 && !insisted) {
          insisted = true;
          group.interruptAllBut(null);
        }
      }
      try {
        alive.join(attempt.exited() == null ? 0 : 10);
      } catch (InterruptedException e) {
        // An exit was called for.
      }
    }
    return true;
  }

  private boolean leave() {
    left += group.activeCount();
    // Those threads would keep the next main class from its end.
    group = group();
    return left < LEFT;
  }

  /** The body of the thread. */
  @Override
  public void run() {
    try {
      if (callee != null) {
        callee.main(arguments);
      }
    } catch (ExitError e) {
      thrown = e;
    } catch (Throwable e) {
      thrown = e;
      Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
      if (handler != null) {
        // The program's own; it may call for the end, and with which code.
        handler.uncaughtException(Thread.currentThread(), e);
      }
    } finally {
      if (running != null && running.lane.number > 0) {
        // Nobody can tell when this thread has ended.
        running.born = Offspring.ofThisThread();
      }
    }
  }
}
