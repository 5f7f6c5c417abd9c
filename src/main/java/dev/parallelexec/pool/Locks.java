package dev.parallelexec.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The locks that tasks claim, over the whole build: which are taken, and which lists wait for some.
 * A plugin's classes can exist several times in one build, each with its own copy of this class, so
 * the state lives in a map of JDK types that all of them find, and the map's monitor guards it.
 * Nothing is called with the monitor held; lists are woken after that, by whoever made it possible.
 * For any thread.
 *
 * <p>Several locks are taken all or none. A list that waits comes before those that began to wait
 * later, and before those that do not wait. Who waits holds none of what it waits for.
 */
public final class Locks {
  private final Map<String, Object> shared;

  /**
   * A view of the build's locks.
   *
   * @param shared found by every realm of the plugin in this build; JDK types only
   */
  public Locks(Map<String, Object> shared) {
    this.shared = shared;
  }

  /** Whether a list could take all of these now. */
  boolean free(Object list, Set<String> names) {
    synchronized (shared) {
      if (!Collections.disjoint(taken().keySet(), names)) {
        return false;
      }
      for (Map.Entry<Object, Map.Entry<Set<String>, Runnable>> other : waiting().entrySet()) {
        if (other.getKey() == list) {
          return true;
        } else if (!Collections.disjoint(other.getValue().getKey(), names)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Takes all of these; false, and none, where that is not possible now.
   *
   * @param taker as people read it
   */
  boolean take(Object list, Set<String> names, String taker) {
    synchronized (shared) {
      boolean free = free(list, names);
      if (free) {
        names.forEach(name -> taken().put(name, taker));
      }
      return free;
    }
  }

  /**
   * A list begins to wait for these, or goes on to. False, and it does not, where it could take
   * them now.
   *
   * @param wake called when any lock of the build may be free; from any thread, also in vain
   */
  boolean await(Object list, Set<String> names, Runnable wake) {
    synchronized (shared) {
      boolean free = free(list, names);
      if (!free) {
        waiting().put(list, Map.entry(names, wake));
      }
      return !free;
    }
  }

  /** A list does not wait any longer: what it waited for may go to others. */
  void leave(Object list) {
    synchronized (shared) {
      waiting().remove(list);
    }
    wakeAll();
  }

  /** These are free again; who holds them says so, once. */
  void give(Set<String> names) {
    synchronized (shared) {
      taken().keySet().removeAll(names);
    }
    wakeAll();
  }

  /** One of these that is taken, and by whom, as people read it; empty where none is. */
  String text(Set<String> names) {
    synchronized (shared) {
      for (String name : names) {
        String taker = taken().get(name);
        if (taker != null) {
          return "the lock " + name + ", which " + taker + " has";
        }
      }
      return "";
    }
  }

  private void wakeAll() {
    List<Runnable> wakes = new ArrayList<>();
    synchronized (shared) {
      waiting().values().forEach(wait -> wakes.add(wait.getValue()));
    }
    wakes.forEach(Runnable::run);
  }

  /** Who has which lock. */
  @SuppressWarnings("unchecked") // only this class, in whichever realm, puts it there
  private Map<String, String> taken() {
    return (Map<String, String>) shared.computeIfAbsent("locks", key -> new HashMap<>());
  }

  /** What lists wait for, and how they are woken; first those that have waited longest. */
  @SuppressWarnings("unchecked") // only this class, in whichever realm, puts it there
  private Map<Object, Map.Entry<Set<String>, Runnable>> waiting() {
    return (Map<Object, Map.Entry<Set<String>, Runnable>>)
        shared.computeIfAbsent("lockWaits", key -> new LinkedHashMap<>());
  }
}
