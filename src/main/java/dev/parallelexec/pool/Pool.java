package dev.parallelexec.pool;

import dev.parallelexec.task.Call;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code multiprocessing.Pool} for one task list: map, apply and async are policies over an {@link
 * Engine}, the same on every engine.
 *
 * <p>A pool runs one list and ends with it: whichever method runs the list also closes the engine
 * and the source, before it returns (for {@link #async}, before the list counts as done).
 */
public final class Pool {
  /** How many tasks are under way at most; the rest stays in its source. Bounds Maven's heap. */
  static final int WINDOW = 8_192;

  /**
   * What holds for the whole list.
   *
   * @param failures what a task that did not pass means for the tasks after it
   * @param totalTimeout for the whole list; zero is none
   * @param reducer called with all results when all tasks passed; null for none
   * @param leaks what it means that a task left something behind
   */
  public record Policy(
      FailurePolicy failures, Duration totalTimeout, @Nullable Call reducer, Leaks leaks) {}

  private final Engine engine;
  private final Policy policy;
  private final SerialListener listener;
  private final Past past;
  private final @Nullable Supply supply;

  /** The pool owns the engine from now on. */
  public Pool(Engine engine, Policy policy, PoolListener listener) {
    this(engine, policy, listener, Past.NONE, null);
  }

  /**
   * The same, for a list of which more is to be said.
   *
   * @param past what is known of its tasks
   * @param supply what their claims are met from; null where none claims slots or locks. With one
   *     there are no more attempts under way than slots: nothing is sent ahead
   */
  public Pool(
      Engine engine, Policy policy, PoolListener listener, Past past, @Nullable Supply supply) {
    this.past = past;
    this.supply = supply;
    this.engine = engine;
    this.policy = policy;
    this.listener = SerialListener.of(listener);
  }

  /**
   * Runs all tasks, as many at once as the engine may, and waits.
   *
   * @throws EngineException where the list as a whole could not be run; the listener was told of
   *     every task even so
   * @throws InterruptedException where this thread was interrupted; all tasks have ended then
   */
  public ListResult map(TaskSource tasks) throws EngineException, InterruptedException {
    return list(tasks, WINDOW).run();
  }

  /** Runs one task after the other, and waits; stops at the first that does not pass. */
  public ListResult apply(TaskSource tasks) throws EngineException, InterruptedException {
    return list(tasks, 1).run();
  }

  /** Runs all tasks as {@link #map} does, and returns at once. The name is the thread's. */
  public Fired async(TaskSource tasks, String name) {
    Fired fired = new Fired(list(tasks, WINDOW));
    fired.start(name);
    return fired;
  }

  private ListRun list(TaskSource tasks, int window) {
    return new ListRun(engine, policy, listener, past, tasks, window, supply);
  }
}
