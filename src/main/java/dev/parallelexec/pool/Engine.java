package dev.parallelexec.pool;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * What runs the attempts of one task list. Modes, order, retries and verdicts are the {@link
 * Pool}'s; an engine runs what it is given, as many at once as it may, and tells how each ended.
 *
 * <p>Guarantees: every submitted attempt is completed exactly once, whatever happens, {@link
 * #close} included; completions may come in any order and from any thread, also from within {@link
 * #submit}. Not guaranteed: that attempts start in the order of their submission.
 *
 * <p>An engine that cannot go on (its initializer threw, no worker can be started) completes all
 * that it holds as {@link Outcome#CANCELLED} and throws the reason from every later {@code submit}
 * and from {@code close}.
 */
public interface Engine extends AutoCloseable {
  /**
   * Takes one attempt; never blocks. The caller bounds how many are under way.
   *
   * @param number of the attempt, from 1
   * @throws EngineException where the engine is broken; the attempt is then not taken
   */
  void submit(Task task, int number, Completion completion) throws EngineException;

  /**
   * Completes what has not started as {@link Outcome#CANCELLED}, and, where {@code running} is not
   * null, ends what runs with that outcome. May be called from any thread, more than once.
   *
   * @param running {@code TIMED_OUT} or {@code CANCELLED}; null lets running attempts end
   * @param reason a sentence for the failures, as {@code stopped after the first failure}
   */
  void cancel(@Nullable Outcome running, String reason);

  /**
   * The list waits for another list of the build, and nothing of it is under way: workers that it
   * has here may serve others. Holds until the next {@link #submit}; for the thread that submits.
   */
  default void rest() {}

  /**
   * Calls a function in a worker with the list of the objects, and waits.
   *
   * @param objects what the tasks returned, in list order, as the workers serialized it
   * @return how it ended, its value as JSON
   */
  Attempt reduce(Call reducer, Iterable<byte[]> objects)
      throws EngineException, InterruptedException;

  /**
   * Ends the list: what was submitted is cancelled, the tasks' instances are closed, workers go
   * back to where they came from. Blocks until that is done. The second call does nothing.
   *
   * @throws EngineException the reason for which the engine broke, or what an instance's {@code
   *     close} threw
   */
  @Override
  void close() throws EngineException;

  /** Told once how an attempt ended; must not block. */
  interface Completion {
    /**
     * The attempt has ended.
     *
     * @param object the result as the worker serialized it, where the list has a reducer and the
     *     attempt passed; else empty
     */
    void completed(Attempt attempt, byte[] object);
  }
}
