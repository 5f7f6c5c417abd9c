package dev.parallelexec.pool;

import dev.parallelexec.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which task of one list goes next, where some claim slots or locks. The weights of what is under
 * way never add up to more than the list's slots. Tasks go in their order, but that one whose lock
 * is taken is set aside and others go on; it goes when its locks are free, before later ones that
 * want one of them. Guarded by its flow's lock, but for {@link #release} and {@link #withdraw}.
 *
 * <p>Nothing waits for ever: a task that was handed over waits for no lock, and one that waits for
 * a lock has none. So who has a lock ends, unless it waits for a further try, which waits for time
 * and for slots: for tasks of its own list that were handed over. Of the lists that wait for locks,
 * the one that has waited longest waits for such tasks alone. What remains are the workers, for
 * which lists wait, too: one of which nothing runs before another goes on {@link Engine#rest
 * rests}.
 *
 * <p>Tasks that want the same locks stand in one line, so that looking for the next one takes as
 * long as there are different lines, however many tasks wait. How many may is the flow's window.
 */
final class Admission {
  private final Supply supply;
  private final Runnable wake;
  private final Map<Set<String>, Queue<Waiting>> lines = new HashMap<>();

  /** The same lines by the number of their first. */
  private final TreeMap<Long, Queue<Waiting>> inOrder = new TreeMap<>();

  private final Set<Pending> occupying = new HashSet<>();

  /** Those that have locks. For any thread. */
  private final Set<Pending> locking = ConcurrentHashMap.newKeySet();

  private int free;
  private long numbers;

  /** The first that would go now if its locks were free; null where there is none. */
  private @Nullable Pending blocked;

  /** Whether the next one waits for slots. */
  private boolean full;

  /** Whether the list waits for locks, in its place among the lists that do; the feeder's own. */
  private boolean registered;

  private boolean resting;
  private boolean told;
  private long restingSince;

  /** A task that was not handed over yet; numbers are given in the order of arrival. */
  private record Waiting(long number, Pending task) {}

  /**
   * Nothing waits yet.
   *
   * @param wake called, from any thread and without a lock, when {@link #next} may find one
   */
  Admission(Supply supply, Runnable wake) {
    this.supply = supply;
    this.wake = wake;
    this.free = supply.slots();
  }

  /** One more task waits. */
  void add(Pending task) {
    Waiting last = new Waiting(numbers++, task);
    Queue<Waiting> line = lines.computeIfAbsent(locks(task), key -> new ArrayDeque<>());
    if (line.isEmpty()) {
      inOrder.put(last.number, line);
    }
    line.add(last);
  }

  /** Takes the next one that may go, with its slots and locks; null where none may. */
  @Nullable Pending next() {
    blocked = null;
    full = free == 0;
    Set<String> wanted = new HashSet<>();
    for (Queue<Waiting> line : full ? List.<Queue<Waiting>>of() : inOrder.values()) {
      Pending first = line.element().task;
      boolean fits = fits(first);
      boolean overtakes = !Collections.disjoint(wanted, locks(first));
      if (overtakes || !unlocked(first, fits)) {
        wanted.addAll(locks(first));
        // One that others of this list are before waits for these, not for locks.
        blocked = blocked == null && fits && !overtakes ? first : blocked;
      } else if (fits) {
        remove(line);
        occupy(first);
        return first;
      } else {
        full = true;
        break;
      }
    }
    return null;
  }

  private boolean unlocked(Pending task, boolean take) {
    Set<String> names = locks(task);
    if (names.isEmpty()) {
      return true;
    } else if (!take) {
      return supply.locks().free(this, names);
    }
    boolean taken = supply.locks().take(this, names, text(task.task()) + " of " + supply.list());
    if (taken) {
      locking.add(task);
    }
    return taken;
  }

  private void remove(Queue<Waiting> line) {
    Waiting first = line.remove();
    inOrder.remove(first.number);
    if (line.isEmpty()) {
      lines.remove(locks(first.task));
    } else {
      inOrder.put(line.element().number, line);
    }
  }

  /** Whether there are slots for it. */
  boolean fits(Pending task) {
    return weight(task) <= free;
  }

  /** An attempt of this one is handed over. */
  void occupy(Pending task) {
    occupying.add(task);
    free -= weight(task);
    resting = false;
  }

  /** The attempt has ended. */
  void vacate(Pending task) {
    free += occupying.remove(task) ? weight(task) : 0;
  }

  /** The task has ended, and gives back its locks if it has any; with no lock held. */
  void release(Pending task) {
    if (locking.remove(task)) {
      supply.locks().give(locks(task));
    }
  }

  /** After {@link #next}: whether the next one waits for slots, and pulling more is of no use. */
  boolean full() {
    return full;
  }

  /**
   * After {@link #next}: what is to be done before the feeder waits, null for nothing: there is
   * nothing that it waits for but other lists.
   */
  Flow.@Nullable Turn rest() {
    if (blocked == null || !occupying.isEmpty()) {
      return null;
    } else if (!resting) {
      resting = true;
      restingSince = System.nanoTime();
      return Flow.Turn.REST;
    } else if (!told && restNanos() <= 0) {
      told = true;
      return Flow.Turn.TELL;
    }
    return null;
  }

  /** Nanoseconds until {@link #rest} may say something new; very many where it will not. */
  long restNanos() {
    return told || !resting || supply.slowAfter().isZero()
        ? Long.MAX_VALUE
        : supply.slowAfter().toNanos() - (System.nanoTime() - restingSince);
  }

  /** After {@link #next}: false where it would find something now, because a lock became free. */
  boolean mustWait() {
    if (blocked == null) {
      return true;
    }
    boolean waits = supply.locks().await(this, locks(blocked), wake);
    registered |= waits;
    return waits;
  }

  /** The feeder does not wait any longer; by the feeder, with no lock held. */
  void withdraw() {
    if (registered) {
      registered = false;
      supply.locks().leave(this);
    }
  }

  /** For people: what the list waits for; empty where it no longer does. */
  String text() {
    String lock = blocked == null ? "" : supply.locks().text(locks(blocked));
    return blocked == null || lock.isEmpty()
        ? ""
        : "Nothing of this list can run: " + text(blocked.task()) + " waits for " + lock;
  }

  private static String text(Task task) {
    return "task " + task.id();
  }

  /** How many wait. */
  int size() {
    int size = 0;
    for (Queue<Waiting> line : inOrder.values()) {
      size += line.size();
    }
    return size;
  }

  /** Takes all that wait. */
  List<Pending> drain() {
    List<Pending> all = new ArrayList<>();
    inOrder.values().forEach(line -> line.forEach(waiting -> all.add(waiting.task)));
    inOrder.clear();
    lines.clear();
    return all;
  }

  /** A weight that is larger than the list is all of it. */
  private int weight(Pending task) {
    return Math.min(task.task().claims().weight(), supply.slots());
  }

  private static Set<String> locks(Pending task) {
    return task.task().claims().locks();
  }
}
