package dev.parallelexec.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bookkeeping of one list: how many tasks are under way, which ones wait for a further try, and
 * whether it was stopped. The feeder waits here while the window is full; engine threads report
 * here. Only bookkeeping happens under the lock: neither an engine, nor a source, nor a listener is
 * called with it held.
 */
final class Flow {
  /** So many tasks are under way however large they are, so that one can be sent ahead. */
  private static final int ALWAYS = 2;

  private final int window;
  private final long room;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Pending> retries = new ArrayList<>();
  private int underWay;
  private long length;
  private boolean exhausted;
  private boolean ended;
  private @Nullable String stopReason;
  private @Nullable Thread pulling;

  /**
   * Nothing is under way yet.
   *
   * @param window how many tasks may be
   * @param room how many characters these may have together, see {@link Pending#length}
   */
  Flow(int window, long room) {
    this.window = window;
    this.room = room;
  }

  /** What the feeder does next. */
  enum Turn {
    /** Hand over the retry that is due. */
    RETRY,
    /** Pull a task from the source. */
    PULL,
    /** Nothing more is to be handed over. */
    END
  }

  /** Waits until there is something to do; called by the feeder alone. */
  Turn turn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long wait = untilRetry();
        if (stopReason != null || (exhausted && underWay == 0)) {
          return Turn.END;
        } else if (wait <= 0) {
          return Turn.RETRY;
        } else if (!exhausted && underWay < window && (length < room || underWay < ALWAYS)) {
          pulling = Thread.currentThread();
          return Turn.PULL;
        }
        changed.awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds until the first retry is due; very many without one. */
  private long untilRetry() {
    // Asked before every task, and nearly always there is none.
    if (retries.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long now = System.nanoTime();
    long first = Long.MAX_VALUE;
    for (Pending retry : retries) {
      first = Math.min(first, retry.due() - now);
    }
    return first;
  }

  /** The retry that is due longest; after {@link Turn#RETRY}. */
  @Nullable Pending retry() {
    lock.lock();
    try {
      Pending first = null;
      for (Pending retry : retries) {
        first = first == null || retry.due() - first.due() < 0 ? retry : first;
      }
      retries.remove(first);
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** The pull has ended; a task that it brought is under way now, null where there was none. */
  void pulled(@Nullable Pending task) {
    lock.lock();
    try {
      pullEnded();
      exhausted |= task == null;
      underWay += task == null ? 0 : 1;
      length += task == null ? 0 : task.length();
    } finally {
      lock.unlock();
    }
  }

  /** The pull has ended, and brought a task that need not run. */
  void settled() {
    lock.lock();
    try {
      pullEnded();
    } finally {
      lock.unlock();
    }
  }

  private void pullEnded() {
    pulling = null;
    if (stopReason != null) {
      // An interrupt was stop's, meant for this pull alone.
      Thread.interrupted();
    }
  }

  /** A task waits for a further try; it stays under way. */
  void again(Pending pending) {
    lock.lock();
    try {
      retries.add(pending);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A task has ended. */
  void ended(Pending task) {
    lock.lock();
    try {
      underWay--;
      long before = length;
      length -= task.length();
      // Half a window at a time: waking the feeder for every task would cost more than the task.
      boolean half = underWay == window / 2 || (length < room / 2 && before >= room / 2);
      if (half || underWay < ALWAYS || ended) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, come what may, until nothing is under way but retries that nobody will run; these are
   * returned, and the caller ends them.
   */
  List<Pending> awaitEnd() {
    List<Pending> left = new ArrayList<>();
    lock.lock();
    try {
      ended = true;
      while (underWay > left.size() + retries.size()) {
        changed.awaitUninterruptibly();
      }
      left.addAll(retries);
      retries.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** The first reason stands; {@code interrupt} also ends a pull that waits. */
  void stop(String reason, boolean interrupt) {
    lock.lock();
    try {
      stopReason = stopReason == null ? reason : stopReason;
      if (pulling != null && interrupt) {
        pulling.interrupt();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing more is started; null while it goes on. */
  @Nullable String stopReason() {
    lock.lock();
    try {
      return stopReason;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the source has given its last task, or broke. */
  boolean exhausted() {
    lock.lock();
    try {
      return exhausted;
    } finally {
      lock.unlock();
    }
  }
}
