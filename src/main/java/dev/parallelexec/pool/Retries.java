package dev.parallelexec.pool;

import java.util.ArrayList;
import java.util.List;

/** The tasks of a list that wait for a further try. Guarded by its flow's lock. */
final class Retries {
  private final List<Pending> all = new ArrayList<>();

  void add(Pending task) {
    all.add(task);
  }

  int size() {
    return all.size();
  }

  /** Nanoseconds until the first is due; very many without one. */
  long untilFirst() {
    // Asked before every task, and nearly always there is none.
    return all.isEmpty() ? Long.MAX_VALUE : first().due() - System.nanoTime();
  }

  /** The one that is due longest, or next; there is one. */
  Pending first() {
    Pending first = all.get(0);
    for (Pending task : all) {
      first = task.due() - first.due() < 0 ? task : first;
    }
    return first;
  }

  /** Takes {@link #first}. */
  Pending remove() {
    Pending first = first();
    all.remove(first);
    return first;
  }

  /** Takes all. */
  List<Pending> drain() {
    List<Pending> drained = new ArrayList<>(all);
    all.clear();
    return drained;
  }
}
