package dev.parallelexec.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * What attempts leave behind: finds it, names it, and ends it where it is a process. For one lane's
 * thread alone.
 *
 * <p>A look costs what several trivial tasks cost, so it is taken only where there can be
 * something. Starting a thread takes longer than {@link #THREAD}, starting a process longer than
 * {@link #PROCESS}: a shorter attempt left nothing, and what is new after a longer one is that
 * attempt's. The threads are gone through in a microsecond; the system is asked for processes only
 * while the JDK has one of its threads that wait for them.
 *
 * <p>What {@linkplain Strays strays} start is not blamed on a later attempt: they are known to have
 * started a thread, and Linux tells which thread started a process. Where it does not tell, a
 * process that may be a stray's is blamed on nobody.
 *
 * <p>Where several attempts run at once, each lane finds the threads that are in its own group, and
 * the processes that its own thread started, or that of its main class. What else is left is
 * nobody's, and found at the list's end.
 */
final class Leaks {
  private static final long THREAD = 10_000;
  static final long PROCESS = 300_000;

  /** So many nanoseconds has what is about to end. */
  private static final long PATIENCE = 100_000_000;

  private static final int MOST_THREADS = 64;
  private static final int MOST_NAMED = 10;

  private final ThreadGroup top;

  /** Of a lane of several; null where everything is looked at. */
  private final @Nullable ThreadGroup own;

  private Thread[] all = new Thread[64];

  /** The threads that keep a JVM alive, as they were at the last look; ours come first. */
  private final List<Thread> known = new ArrayList<>();

  private int ours;

  /** Of threads that strays started, see there. */
  private int begot;

  /** Whether the JDK waits for processes. */
  private boolean waits;

  /** Processes that stay: the initializer's, and those that cannot be ended. */
  private final List<Long> spared = new ArrayList<>();

  /** Processes that stay as long as the list's instances. */
  private final List<Long> kept = new ArrayList<>();

  Leaks(@Nullable ThreadGroup own) {
    this.own = own;
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    top = group;
  }

  /** What is there now is no attempt's but ours, or the initializer's. */
  void settle() {
    known.addAll(fresh());
    ours = known.size();
    if (waits) {
      spared.addAll(Offspring.children());
    }
  }

  /**
   * What an attempt leaves, a phrase each; processes are ended.
   *
   * @param nanos how long it ran
   * @param function whether threads are its fault; the end of a main class waits for its threads
   */
  List<String> after(RunningAttempt attempt, long nanos, boolean function) {
    if (nanos < THREAD) {
      return List.of();
    }
    List<Thread> fresh = fresh();
    boolean ask = waits && nanos > PROCESS;
    if (fresh.isEmpty() && !ask) {
      return List.of();
    }
    // What an instance starts that will be closed is its own until then.
    boolean keeps = attempt.run != null && attempt.list.keeps(attempt.run.call());
    int begotten = Exit.STRAYS.begot();
    boolean blame = begotten == begot && function && !keeps;
    begot = begotten;
    boolean mixed = own != null || !Exit.STRAYS.none();
    List<Long> sure = ask && mixed ? Offspring.ofThisThread() : null;
    if (sure != null) {
      sure.addAll(attempt.born);
    }
    List<String> left = new ArrayList<>();
    List<Thread> busy = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE;
    for (Thread thread : fresh) {
      if (Offspring.outlives(thread, null, end)) {
        known.add(thread);
        if (function && !keeps && own == null) {
          busy.add(thread);
        }
        if (blame) {
          left.add(Refusal.text("thread \"", Offspring.cut(thread.getName()), '"'));
        }
      }
    }
    if (own == null) {
      Exit.STRAYS.update(busy);
    }
    if (ask) {
      processes(keeps, sure, left, end);
    }
    return some(left);
  }

  /** What the instances of a list leave when they are closed, likewise. */
  List<String> closed() {
    kept.clear();
    known.addAll(fresh());
    List<String> left = new ArrayList<>();
    if (waits) {
      processes(false, null, left, System.nanoTime() + PATIENCE);
    }
    return some(left);
  }

  /** Whether more threads were left than a worker should have. */
  boolean many() {
    return known.size() - ours > MOST_THREADS;
  }

  private void processes(boolean keeps, @Nullable List<Long> sure, List<String> left, long end) {
    for (long pid : own == null || sure == null ? Offspring.children() : sure) {
      ProcessHandle process = ProcessHandle.of(pid).orElse(null);
      boolean stays = spared.contains(pid) || kept.contains(pid);
      if (process != null && !stays && Offspring.outlives(null, process, end)) {
        if (keeps) {
          kept.add(pid);
        } else {
          List<String> names = sure == null || sure.contains(pid) ? left : new ArrayList<>();
          if (!Offspring.end(process, names)) {
            spared.add(pid);
          }
        }
      }
    }
  }

  /** The threads that keep a JVM alive and are not known. */
  private List<Thread> fresh() {
    for (int i = known.size() - 1; i >= ours; i--) {
      if (!known.get(i).isAlive()) {
        known.remove(i);
      }
    }
    int count = top.enumerate(all);
    while (count == all.length) {
      all = new Thread[2 * count];
      count = top.enumerate(all);
    }
    List<Thread> fresh = List.of();
    waits = false;
    for (int i = 0; i < count; i++) {
      Thread thread = all[i];
      all[i] = null;
      if (thread.isDaemon()) {
        waits |= thread.getName().startsWith(Offspring.REAPER);
      } else if (!isKnown(thread)
          && !thread.getName().startsWith(TaskLoop.THREAD)
          && (own == null || own.parentOf(thread.getThreadGroup()))) {
        fresh = fresh.isEmpty() ? new ArrayList<>() : fresh;
        fresh.add(thread);
      }
    }
    return fresh;
  }

  /** Whether it is this very object: users' threads may have an equals of their own. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isKnown(Thread thread) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i) == thread) {
        return true;
      }
    }
    return false;
  }

  private static List<String> some(List<String> left) {
    int more = left.size() - MOST_NAMED;
    if (more > 0) {
      left.subList(MOST_NAMED, left.size()).clear();
      left.add(Refusal.text(more, " more"));
    }
    return left;
  }
}
