package dev.parallelexec.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that wait for a worker: those that must have one for themselves, and the others.
 * Guarded by its engine's lock.
 */
final class Backlog {
  final ArrayDeque<Job> any = new ArrayDeque<>();
  private final ArrayDeque<Job> lonely = new ArrayDeque<>();

  /** Behind all others. */
  void add(Job job) {
    (job.alone ? lonely : any).add(job);
  }

  /** Before all others. */
  void addFirst(Job job) {
    (job.alone ? lonely : any).addFirst(job);
  }

  boolean isEmpty() {
    return any.isEmpty() && lonely.isEmpty();
  }

  int size() {
    return any.size() + lonely.size();
  }

  /** How many workers these would keep busy that run so many at once. */
  int workers(int threads) {
    return lonely.size() + (any.size() + threads - 1) / threads;
  }

  /** The next one that needs no worker for itself, still waiting; null where there is none. */
  @Nullable Job peek() {
    return any.peek();
  }

  /** Takes the one that {@link #peek} told of. */
  Job remove() {
    return any.remove();
  }

  /** Takes the next one that must have a worker for itself; null where there is none. */
  @Nullable Job pollLonely() {
    return lonely.poll();
  }

  /** Takes all. */
  List<Job> drain() {
    List<Job> all = new ArrayList<>(lonely);
    all.addAll(any);
    lonely.clear();
    any.clear();
    return all;
  }
}
