package dev.parallelexec.process;

import dev.parallelexec.task.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How one list uses its workers.
 *
 * @param bounds how many and how much
 * @param killGrace between the interrupt and the end of an attempt whose time is up
 * @param fired whether it runs in the background, so that a goal that waits may pass it
 * @param calls everything its tasks call
 * @param objects whether results are wanted as objects, for a reducer
 * @param module what paths of the list's files are relative to
 * @param directory the execution's own, where reports are, too: what a worker's JVM writes about
 *     its crash is kept there; made when it is needed
 */
public record ListOptions(
    Bounds bounds,
    Duration killGrace,
    boolean fired,
    List<Call> calls,
    boolean objects,
    Path module,
    Path directory) {
  /**
   * How many and how much.
   *
   * @param workers at once, 1 or more
   * @param threads attempts at once in each of them, 1 or more
   * @param maxTasksPerWorker after which a worker is replaced; 0 for never
   * @param chunkSize attempts sent at once for each thread; 0 adapts
   * @param maxMemory bytes that the heaps of all workers together should not pass
   */
  public record Bounds(
      int workers, int threads, int maxTasksPerWorker, int chunkSize, long maxMemory) {
    /**
     * The same for a list of so many tasks: no worker has more threads than these could use.
     *
     * @param tasks -1 where only the end will tell
     */
    public Bounds of(int tasks) {
      int most = tasks < 0 ? threads : Math.min(threads, Math.max(1, tasks));
      return new Bounds(workers, most, maxTasksPerWorker, chunkSize, maxMemory);
    }

    /** How many attempts there are at once, in all workers. */
    public int tasks() {
      return (int) Math.min(Integer.MAX_VALUE, (long) workers * threads);
    }
  }

  /** Copies the calls. */
  public ListOptions {
    calls = List.copyOf(calls);
  }

  /** Where tasks' own directories are made when they ask for them. */
  Path temporary() {
    return directory.resolve("tmp");
  }
}
