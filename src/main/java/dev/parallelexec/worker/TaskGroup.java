package dev.parallelexec.worker;

/** The threads of tasks. */
final class TaskGroup extends ThreadGroup {
  TaskGroup(ThreadGroup parent, String name) {
    super(parent, name);
  }

  /** As a JVM does, save that a thread which called for the end ends without a word. */
  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (!(thrown instanceof ExitError)) {
      super.uncaughtException(thread, thrown);
    }
  }

  /** A thread that keeps a main class from its end, or null: one that is alive and no daemon. */
  @Nullable
  Thread alive() {
    for (Thread thread : threads()) {
      if (thread != null && !thread.isDaemon() && thread.isAlive()) {
        return thread;
      }
    }
    return null;
  }

  /** Interrupts all that keep a main class from its end, but one. */
  void interruptAllBut(@Nullable Thread one) {
    for (Thread thread : threads()) {
      if (thread != null && thread != one && !thread.isDaemon()) {
        thread.interrupt();
      }
    }
  }

  /**
   * Whether all that are alive are threads of pools that nobody shut down, waiting for work that
   * cannot come any more. They cost little, and programs that leave by exit often have them.
   */
  boolean idle() {
    for (Thread thread : threads()) {
      if (thread != null && !thread.isDaemon() && thread.isAlive() && !idle(thread)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it waits for a pool's next work. */
  static boolean idle(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      String type = frame.getClassName();
      if (type.endsWith("DelayedWorkQueue")) {
        return false;
      }
      if (type.equals("java.util.concurrent.ThreadPoolExecutor")) {
        return frame.getMethodName().equals("getTask");
      }
    }
    return false;
  }

  /** The threads, with nulls behind them; a few may be missing while many are being started. */
  Thread[] threads() {
    Thread[] threads = new Thread[activeCount() + 16];
    enumerate(threads);
    return threads;
  }
}
