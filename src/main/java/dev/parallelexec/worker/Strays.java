package dev.parallelexec.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads that attempts left and that were busy then: they go on with what those attempts
 * began, so nothing that they do is a later attempt's. All threads of attempts inherit this, which
 * is how it hears when a stray starts another thread.
 */
final class Strays extends InheritableThreadLocal<Boolean> {
  private volatile Thread[] threads = {};
  private volatile boolean begot;

  /** Whether there are none, which is so in nearly every worker. */
  boolean none() {
    return threads.length == 0;
  }

  /** Whether this thread is one. */
  @SuppressWarnings("ReferenceEquality") // Users' threads may have an equals of their own.
  boolean here() {
    for (Thread stray : threads) {
      if (stray == Thread.currentThread()) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of them has started a thread since this was last asked. */
  boolean begot() {
    boolean since = begot;
    begot = false;
    return since;
  }

  /** Adds those of the threads that are busy, and forgets those that have come to rest. */
  void update(List<Thread> more) {
    List<Thread> busy = new ArrayList<>(List.of(threads));
    busy.addAll(more);
    for (int i = busy.size() - 1; i >= 0; i--) {
      if (!busy.get(i).isAlive() || TaskGroup.idle(busy.get(i))) {
        busy.remove(i);
      }
    }
    threads = busy.toArray(new Thread[0]);
  }

  @Override
  protected Boolean childValue(Boolean parent) {
    if (here()) {
      begot = true;
    }
    return parent;
  }
}
