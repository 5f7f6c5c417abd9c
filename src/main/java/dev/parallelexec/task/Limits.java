package dev.parallelexec.task;

import java.time.Duration;
import java.util.Set;

/**
 * What a task is given before it is given up.
 *
 * @param timeout for one attempt; zero is none
 * @param retries further attempts after the first, 0 or more
 * @param retryOn the outcomes after which there is a further attempt
 * @param retryDelay before a further attempt
 */
public record Limits(Duration timeout, int retries, Set<Outcome> retryOn, Duration retryDelay) {
  /** One attempt without an end. */
  public static final Limits NONE = new Limits(Duration.ZERO, 0, Set.of(), Duration.ZERO);

  /** Copies the set. */
  public Limits {
    retryOn = Set.copyOf(retryOn);
  }
}
