package dev.parallelexec.task;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;

/**
 * What a task is given before it is given up.
 *
 * @param timeout for one attempt; zero is none
 * @param retries further attempts after the first, 0 or more
 * @param retryOn the outcomes after which there is a further attempt
 * @param retryDelay before a further attempt
 * @param idempotent whether an attempt that ran beside others in a worker that died may run once
 *     more, which is not counted
 */
public record Limits(
    Duration timeout, int retries, Set<Outcome> retryOn, Duration retryDelay, boolean idempotent) {
  /** One attempt without an end. */
  public static final Limits NONE = new Limits(Duration.ZERO, 0, Set.of(), Duration.ZERO, true);

  /** Copies the set. */
  public Limits {
    retryOn = Set.copyOf(retryOn);
  }

  /**
   * A time limit as users write it: {@code 2m}, {@code 30s}, {@code 1m30s}, {@code 1.5s}, {@code
   * 500ms}. The POM understands the text, and it means exactly this duration.
   *
   * @param limit not negative
   */
  public static String text(Duration limit) {
    if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
      return decimal(BigDecimal.valueOf(limit.toNanos(), 6)) + (limit.isZero() ? "s" : "ms");
    }
    long minutes = limit.toMinutes();
    long nanos = limit.minusMinutes(minutes).toNanos();
    return part(minutes / 60, "h")
        + part(minutes % 60, "m")
        + (nanos == 0 ? "" : decimal(BigDecimal.valueOf(nanos, 9)) + "s");
  }

  private static String part(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }

  private static String decimal(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
