package dev.parallelexec.worker;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where {@code System.exit} and {@code Runtime.exit} lead in the user's classes, once they are
 * patched. The first call in an attempt, from whatever thread, decides with which code the attempt
 * ends; the worker stays. Outside any attempt a call only ends its own thread.
 *
 * <p>{@code Runtime.halt} is deliberately left alone: who calls it wants no cleaning up.
 */
public final class Exit {
  /**
   * The attempt that has the worker for itself; null while several run at once. Static because that
   * is all that patched code can reach.
   */
  static final AtomicReference<RunningAttempt> RUNNING = new AtomicReference<>();

  /** Which attempt a thread works for, where several run at once; and who works for none. */
  static final Strays STRAYS = new Strays();

  private Exit() {}

  /** What this thread works for; null outside any attempt, or for one that is over. */
  static @Nullable RunningAttempt attempt() {
    RunningAttempt own = STRAYS.get();
    if (own != null) {
      return own.here();
    }
    return STRAYS.here() ? null : RUNNING.get();
  }

  /**
   * In place of {@code System.exit}; never returns.
   *
   * @param code the exit code
   */
  public static void exit(int code) {
    RunningAttempt attempt = attempt();
    if (attempt != null) {
      attempt.exit(code);
    }
    throw new ExitError(code);
  }

  /**
   * In place of {@code Runtime.exit}; never returns.
   *
   * @param runtime what it was called on
   * @param code the exit code
   */
  public static void exit(Runtime runtime, int code) {
    exit(code);
  }
}
