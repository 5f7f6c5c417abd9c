package dev.parallelexec.worker;

import java.util.Iterator;

/** The processes that the user's code started and that are still below this one. */
final class Offspring {
  /** What runs meanwhile may start further ones. */
  private static final int ROUNDS = 3;

  private Offspring() {}

  /** Ends them all, now; never fails. */
  static void end() {
    for (int round = 0; round < ROUNDS && any(); round++) {
      Iterator<ProcessHandle> below = ProcessHandle.current().descendants().iterator();
      boolean found = false;
      while (below.hasNext()) {
        found = true;
        below.next().destroyForcibly();
      }
      if (!found) {
        return;
      }
    }
  }

  /**
   * Whether there is one: the JDK has a thread that waits for each child. Asking the system takes
   * many times longer, and hardly any worker has a child.
   */
  private static boolean any() {
    ThreadGroup top = Thread.currentThread().getThreadGroup();
    while (top.getParent() != null) {
      top = top.getParent();
    }
    Thread[] threads = new Thread[top.activeCount() + 32];
    int count = top.enumerate(threads);
    for (int i = 0; i < count; i++) {
      Thread thread = threads[i];
      if (thread != null && thread.getName().startsWith("process reaper")) {
        return true;
      }
    }
    return false;
  }
}
