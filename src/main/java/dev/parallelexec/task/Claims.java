package dev.parallelexec.task;

import java.util.List;
import java.util.Set;

/**
 * What a task claims beside a worker: slots, locks, files.
 *
 * @param weight how many slots it takes while it runs, from 1; {@link #ALL} for all there are
 * @param locks names; while it runs, no other task that has one of them does
 * @param inputs files that it reads
 * @param outputs files that it writes
 */
public record Claims(
    int weight, Set<String> locks, List<FilePattern> inputs, List<FilePattern> outputs) {
  /** The weight of a task that runs alone in its list. */
  public static final int ALL = Integer.MAX_VALUE;

  /** One slot, and nothing else. */
  public static final Claims NONE = new Claims(1, Set.of(), List.of(), List.of());

  /** Copies the collections. */
  public Claims {
    locks = Set.copyOf(locks);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Whether it needs more than one free slot to start: several of them, or a lock. */
  public boolean contends() {
    return weight > 1 || !locks.isEmpty();
  }

  /** Whether it says what it reads or writes, so that it need not run twice for the same. */
  public boolean incremental() {
    return !inputs.isEmpty() || !outputs.isEmpty();
  }
}
