package dev.parallelexec.plan;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses what the POM says. A wrong value becomes a problem, and a harmless value is returned in
 * its place, so that the rest can be looked at, too.
 */
public final class Values {
  private final Problems problems;

  /** Parses for one configuration. */
  public Values(Problems problems) {
    this.problems = problems;
  }

  /**
   * Workers: {@code 4}, {@code 1C}, {@code 0.5C} (times the CPUs, rounded down, at least 1).
   *
   * @param text null for {@code 1C}
   */
  public int workers(String parameter, @Nullable String text, int cpus) {
    return Quantities.workers(problems, parameter, text == null ? "1C" : text, cpus);
  }

  /**
   * A duration: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code PT30S}, or seconds.
   *
   * @param text null for zero, which is none
   */
  public Duration duration(String parameter, @Nullable String text) {
    return Quantities.duration(problems, parameter, text == null ? "0" : text);
  }

  /**
   * Memory in bytes: {@code 60%} of the machine's, {@code 512k}, {@code 600m}, {@code 2g}.
   *
   * @param text null for {@code 60%}
   */
  public long memory(String parameter, @Nullable String text, long machineBytes) {
    return Quantities.memory(problems, parameter, text == null ? "60%" : text, machineBytes);
  }

  /** One of an enum's labels; null text gives {@code otherwise}. */
  public <E extends Enum<E>> E choice(
      String parameter, @Nullable String text, E otherwise, Function<E, String> label) {
    throw new UnsupportedOperationException("follows");
  }

  /** {@code true} or {@code false}. */
  public boolean bool(String parameter, @Nullable String text, boolean otherwise) {
    throw new UnsupportedOperationException("follows");
  }

  /** A whole number from {@code least}; null text gives {@code otherwise}. */
  public int count(String parameter, @Nullable String text, int otherwise, int least) {
    throw new UnsupportedOperationException("follows");
  }

  /** Outcomes that are tried again; null text gives {@code failed,timed-out,crashed}. */
  public Set<Outcome> outcomes(String parameter, @Nullable String text) {
    throw new UnsupportedOperationException("follows");
  }

  /** Exit codes; null or empty gives 0 alone. */
  public List<Integer> codes(String parameter, @Nullable List<@Nullable String> texts) {
    throw new UnsupportedOperationException("follows");
  }

  /** A function: {@code com.acme.Numbers::cube} or a class name alone. */
  public Call function(String parameter, String text) {
    throw new UnsupportedOperationException("follows");
  }

  /** A main class. */
  public Call mainClass(String parameter, String text, List<Integer> successCodes) {
    throw new UnsupportedOperationException("follows");
  }
}
