package dev.parallelexec.process;

import java.util.ArrayList;
import java.util.List;

/**
 * What one seat was dealt and its worker has not been sent, in order. Attempts are dealt under the
 * engine's lock and written without it, by whichever thread dealt them: two that deal to one seat
 * must not overtake each other on the way to the channel. So one of them writes, and goes on with
 * what the others put here meanwhile; nobody waits. Guarded by the engine's lock.
 */
final class Outbox {
  private List<Job> jobs = new ArrayList<>();
  private boolean busy;

  /**
   * Puts what was dealt behind the rest.
   *
   * @return whether nobody is writing: then the caller does, once it has released the lock
   */
  boolean add(List<Job> dealt) {
    jobs.addAll(dealt);
    boolean first = !busy;
    busy = true;
    return first;
  }

  /** What is to be written next; empty where that was all, and somebody else may write again. */
  List<Job> take() {
    List<Job> next = jobs;
    jobs = new ArrayList<>();
    busy = !next.isEmpty();
    return next;
  }
}
