package dev.parallelexec.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that attempts left and that were busy then: they go on with what those attempts
 * began, so nothing that they do is a later attempt's. All threads of attempts inherit this, which
 * is how it hears when a stray starts another thread.
 *
 * <p>Where several attempts run at once its value in a thread is the attempt that this works for,
 * as all threads do which it starts, whatever group it puts them in; who has none is nobody's. Else
 * it is null.
 */
final class Strays extends InheritableThreadLocal<RunningAttempt> {
  private volatile Thread[] threads = {};
  private final AtomicInteger begot = new AtomicInteger();

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

  /** How many threads they have started, those of attempts that are over included. */
  int begot() {
    return begot.get();
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
  protected @Nullable RunningAttempt childValue(@Nullable RunningAttempt parent) {
    if (parent == null ? here() : parent.here() == null) {
      begot.incrementAndGet();
    }
    return parent;
  }
}
