package dev.parallelexec.pool;

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
  private final @Nullable Admission admission;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Retries retries = new Retries();
  private int underWay;
  private long length;
  private boolean exhausted;
  private boolean ended;
  private @Nullable String stopReason;
  private @Nullable Thread pulling;
  private @Nullable Pending admitted;

  /**
   * Nothing is under way yet.
   *
   * @param window how many tasks may be
   * @param room how many characters these may have together, see {@link Pending#length}
   * @param supply what their claims are met from; null where no task claims anything
   */
  Flow(int window, long room, @Nullable Supply supply) {
    this.window = window;
    this.room = room;
    this.admission = supply == null ? null : new Admission(supply, this::wake);
  }

  /** What the feeder does next. */
  enum Turn {
    /** Hand over the retry that is due. */
    RETRY,
    /** Pull a task from the source. */
    PULL,
    /** Hand over the task that has what it claims. */
    ADMIT,
    /** Tell the engine that the list waits for another one; then go on. */
    REST,
    /** Tell people that it has done so for long; then go on. */
    TELL,
    /** Nothing more is to be handed over. */
    END
  }

  /** Waits until there is something to do; called by the feeder alone. */
  Turn turn() throws InterruptedException {
    try {
      return awaitTurn();
    } finally {
      if (admission != null) {
        admission.withdraw();
      }
    }
  }

  private Turn awaitTurn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long wait = retries.untilFirst();
        if (stopReason != null || (exhausted && underWay == 0)) {
          return Turn.END;
        }
        Turn next = admission == null ? open(wait) : claimed(admission, wait);
        if (next != null) {
          pulling = next == Turn.PULL ? Thread.currentThread() : null;
          return next;
        }
        changed.awaitNanos(admission == null ? wait : patience(admission, wait));
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Turn open(long untilRetry) {
    return untilRetry <= 0 ? Turn.RETRY : mayPull() ? Turn.PULL : null;
  }

  private boolean mayPull() {
    return !exhausted && underWay < window && (length < room || underWay < ALWAYS);
  }

  /** As {@link #open}, where tasks claim something: a further try needs its slots again. */
  private @Nullable Turn claimed(Admission claims, long untilRetry) {
    if (untilRetry <= 0) {
      return claims.fits(retries.first()) ? Turn.RETRY : null;
    }
    do {
      admitted = claims.next();
      if (admitted != null) {
        return Turn.ADMIT;
      } else if (!claims.full() && mayPull()) {
        return Turn.PULL;
      }
      Turn rest = claims.rest();
      if (rest != null) {
        return rest;
      }
    } while (!claims.mustWait());
    return null;
  }

  /** A further try that is due and has no slots is woken when there are some. */
  private static long patience(Admission claims, long untilRetry) {
    return untilRetry <= 0 ? Long.MAX_VALUE : Math.min(untilRetry, claims.restNanos());
  }

  /** The task that is to be handed over; after {@link Turn#RETRY} or {@link Turn#ADMIT}. */
  @Nullable Pending next(Turn turn) {
    lock.lock();
    try {
      if (turn == Turn.ADMIT) {
        return admitted;
      }
      Pending retry = retries.remove();
      if (admission != null) {
        admission.occupy(retry);
      }
      return retry;
    } finally {
      lock.unlock();
    }
  }

  /** What the list waits for, after {@link Turn#TELL}; nothing where it goes on again. */
  void tellWhy(PoolListener listener) {
    String why;
    lock.lock();
    try {
      why = admission == null ? "" : admission.text();
    } finally {
      lock.unlock();
    }
    if (!why.isEmpty()) {
      listener.notice(why);
    }
  }

  /**
   * The pull has ended; a task that it brought is under way now. Gives that back, or null where
   * there is none to hand over, or {@link Turn#ADMIT} will say when.
   *
   * @param settled whether it brought one that need not run
   */
  @Nullable Pending pulled(@Nullable Pending task, boolean settled) {
    lock.lock();
    try {
      pullEnded();
      if (task == null) {
        exhausted |= !settled;
        return null;
      }
      underWay++;
      length += task.length();
      if (admission == null) {
        return task;
      }
      admission.add(task);
      return null;
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
      if (admission != null) {
        // Its locks it keeps: what it began under them goes on.
        admission.vacate(pending);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A task has ended. */
  void ended(Pending task) {
    if (admission != null) {
      admission.release(task);
    }
    lock.lock();
    try {
      if (admission != null) {
        admission.vacate(task);
      }
      underWay--;
      long before = length;
      length -= task.length();
      // Half a window at a time: waking the feeder for every task would cost more than the task.
      boolean half = underWay == window / 2 || (length < room / 2 && before >= room / 2);
      if (half || underWay < ALWAYS || ended || admission != null) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, come what may, until nothing is under way but what nobody will run: retries, and tasks
   * that were not handed over, which have no attempt yet. These are returned, and the caller ends
   * them.
   */
  List<Pending> awaitEnd() {
    lock.lock();
    try {
      ended = true;
      while (underWay > retries.size() + (admission == null ? 0 : admission.size())) {
        changed.awaitUninterruptibly();
      }
      List<Pending> left = retries.drain();
      left.addAll(admission == null ? List.of() : admission.drain());
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
