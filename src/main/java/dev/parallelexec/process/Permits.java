package dev.parallelexec.process;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Who may have a worker, over the whole build. A plugin's classes can exist several times in one
 * build, each with its own copy of this class, so the state lives in a map of JDK types that all of
 * them find, and the map's monitor guards it. Nothing is called with the monitor held.
 *
 * <p>The bound is the largest that any list asked for. A goal that has no worker while fired lists
 * hold all of them gets one more: their tasks may wait for that very goal.
 */
final class Permits {
  private static final Answer NO = new Answer(null, false, List.of());

  private final Map<String, Object> shared;
  private final BitSet slots;
  private final AtomicInteger bound;

  /** How many workers fired lists have. */
  private final AtomicInteger busyWithFired;

  private final AtomicLong heaps;
  private final Map<Object, Runnable> wakes;
  private final Map<Object, Runnable> idle;
  private final Map<Object, Long> idleHeaps;
  private final Set<Object> starving;

  /** Fired lists that asked for a worker, have none, and got none. */
  private final Set<Object> bereft;

  private final Set<Object> evicting;

  Permits(Map<String, Object> shared) {
    this.shared = shared;
    this.slots = kept("slots", new BitSet());
    this.bound = kept("bound", new AtomicInteger());
    this.busyWithFired = kept("fired", new AtomicInteger());
    this.heaps = kept("heaps", new AtomicLong());
    this.wakes = kept("wakes", new LinkedHashMap<>());
    this.idle = kept("idle", new LinkedHashMap<>());
    this.idleHeaps = kept("idleHeaps", new LinkedHashMap<>());
    this.starving = kept("starving", new LinkedHashSet<>());
    this.bereft = kept("bereft", new LinkedHashSet<>());
    this.evicting = kept("evicting", new LinkedHashSet<>());
  }

  /**
   * One worker's leave to exist: its slot, its share of memory, and who uses it now. A worker and
   * its successor hold it together for a while.
   */
  static final class Permit {
    private final int slot;
    private final long heap;
    private final Set<Object> holders = new HashSet<>();
    private boolean fired;

    private Permit(int slot, long heap) {
      this.slot = slot;
      this.heap = heap;
    }

    /** From 1; unique in the build. */
    int slot() {
      return slot;
    }
  }

  /**
   * Who asks.
   *
   * @param token identifies the list
   * @param fired whether it runs in the background
   * @param has how many workers it has
   * @param wants how many more it could use
   */
  record Asker(Object token, boolean fired, int has, int wants) {}

  /**
   * What came of asking.
   *
   * @param permit null where there is none now; the asker is woken when that may have changed
   * @param extra whether it is above the bound
   * @param then what the asker does when it holds no lock: idle workers end, others are woken
   */
  record Answer(@Nullable Permit permit, boolean extra, List<Runnable> then) {}

  /**
   * A list begins: it may use so many workers, and wants to be woken. Where that raises the bound,
   * the others may have more workers than they were given; with no lock of theirs held.
   */
  void join(Object token, int workers, Runnable wake) {
    List<Runnable> others = List.of();
    synchronized (shared) {
      if (bound.getAndAccumulate(workers, Math::max) < workers) {
        others = List.copyOf(wakes.values());
      }
      wakes.put(token, wake);
    }
    others.forEach(Runnable::run);
  }

  /** A list has ended. */
  void leave(Object token) {
    synchronized (shared) {
      wakes.remove(token);
      starving.remove(token);
      bereft.remove(token);
    }
    wakeAll();
  }

  /** Asks for a worker of so much heap; all heaps together should stay below {@code maxMemory}. */
  Answer acquire(Asker asker, long heap, long maxMemory) {
    synchronized (shared) {
      if (asker.has() > 0 && othersAmong(starving, asker.token())) {
        return NO;
      }
      int used = slots.cardinality();
      boolean full = used >= bound.get();
      if (full && !idle.isEmpty()) {
        List<Runnable> then = starve(asker);
        then.addAll(evict(asker.wants() - evicting.size()));
        return new Answer(null, false, then);
      }
      boolean extra = full && !asker.fired() && asker.has() == 0 && allFired(used);
      if (full && !extra) {
        return new Answer(null, false, starve(asker));
      }
      starving.remove(asker.token());
      bereft.remove(asker.token());
      List<Runnable> evict = evictFor(heap, maxMemory);
      Permit permit = new Permit(slots.nextClearBit(1), heap);
      slots.set(permit.slot);
      heaps.addAndGet(heap);
      use(permit, asker.fired());
      return new Answer(permit, extra, evict);
    }
  }

  /** A worker exists from now on. */
  void hold(Object worker, Permit permit) {
    synchronized (shared) {
      permit.holders.add(worker);
    }
  }

  /**
   * An idle worker is used again; false where it was evicted just now, or is the one more that a
   * goal had: with it, fired lists would hold more than the bound, and the next goal get another.
   */
  boolean reuse(Object worker, Permit permit, Asker asker) {
    synchronized (shared) {
      boolean most = asker.fired() && busyWithFired.get() >= bound.get();
      if (most || idle.remove(worker) == null) {
        return false;
      }
      idleHeaps.remove(worker);
      starving.remove(asker.token());
      bereft.remove(asker.token());
      use(permit, asker.fired());
      return true;
    }
  }

  /**
   * A worker has nothing to do; {@code evict} ends it when others need its place. Whoever calls
   * this wakes the others when it holds no lock.
   */
  void idle(Object worker, Permit permit, Runnable evict) {
    synchronized (shared) {
      if (!permit.holders.contains(worker)) {
        return;
      }
      unuse(permit);
      idle.put(worker, evict);
      idleHeaps.put(worker, permit.heap);
    }
  }

  /** A worker is gone for good; whoever notices says so, and only the first one counts. */
  void release(Object worker, Permit permit) {
    synchronized (shared) {
      if (!permit.holders.remove(worker)) {
        return;
      }
      evicting.remove(worker);
      idle.remove(worker);
      idleHeaps.remove(worker);
      if (!permit.holders.isEmpty()) {
        return;
      }
      unuse(permit);
      slots.clear(permit.slot);
      heaps.addAndGet(-permit.heap);
    }
    wakeAll();
  }

  /** Whether a list that has several workers should give one up, because another has none. */
  boolean others(Object token) {
    synchronized (shared) {
      return othersAmong(starving, token);
    }
  }

  /**
   * As {@link #others}, but whether another list of any kind has none: for one that waits for the
   * others, and has nothing to do for its workers until they go on.
   */
  boolean anyOthers(Object token) {
    synchronized (shared) {
      return others(token) || othersAmong(bereft, token);
    }
  }

  private static boolean othersAmong(Set<Object> poor, Object token) {
    return poor.size() > (poor.contains(token) ? 1 : 0);
  }

  /** A list that has nobody; the others may have somebody to spare, once they hear of it. */
  private List<Runnable> starve(Asker asker) {
    Set<Object> poor = asker.fired() ? bereft : starving;
    boolean news = asker.has() == 0 && poor.add(asker.token());
    return news ? new ArrayList<>(List.of(this::wakeAll)) : new ArrayList<>();
  }

  private boolean allFired(int used) {
    return busyWithFired.get() == used && evicting.isEmpty();
  }

  /** The oldest ones go first. */
  private List<Runnable> evict(int most) {
    List<Runnable> evict = new ArrayList<>();
    while (evict.size() < most && !idle.isEmpty()) {
      Object worker = idle.keySet().iterator().next();
      idleHeaps.remove(worker);
      evicting.add(worker);
      evict.add(idle.remove(worker));
    }
    return evict;
  }

  private List<Runnable> evictFor(long heap, long maxMemory) {
    List<Runnable> evict = new ArrayList<>();
    long sum = heaps.get() + heap;
    while (sum > maxMemory && !idle.isEmpty()) {
      sum -= idleHeaps.values().iterator().next();
      evict.addAll(evict(1));
    }
    return evict;
  }

  private void use(Permit permit, boolean fired) {
    permit.fired = fired;
    busyWithFired.addAndGet(fired ? 1 : 0);
  }

  private void unuse(Permit permit) {
    busyWithFired.addAndGet(permit.fired ? -1 : 0);
    permit.fired = false;
  }

  /** Every list looks whether it can have a worker now. */
  void wakeAll() {
    List<Runnable> all;
    synchronized (shared) {
      all = new ArrayList<>(wakes.values());
    }
    all.forEach(Runnable::run);
  }

  /** What stands under a name; the first of the realms has put it there. */
  @SuppressWarnings("unchecked") // only this class, in whichever realm, puts something there
  private <T> T kept(String name, T fresh) {
    T known = (T) shared.putIfAbsent(name, fresh);
    return known == null ? fresh : known;
  }
}
