package dev.parallelexec.plan;

import org.jspecify.annotations.Nullable;

/**
 * Items that a function hands out, one by one, while tasks already run. Pulled by one thread. What
 * is costly, as a worker of its own, starts with the first pull and not before: a plan with
 * problems never pulls.
 */
public interface ItemFeed extends AutoCloseable {
  /**
   * The next item, or null after the last.
   *
   * @throws Exception whose message tells people why there is no next one; what was pulled before
   *     still ends
   */
  @Nullable String next() throws Exception;

  /** Ends what hands out items, also when not all were pulled; may be called more than once. */
  @Override
  void close();
}
