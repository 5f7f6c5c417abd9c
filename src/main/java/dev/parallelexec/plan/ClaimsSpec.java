package dev.parallelexec.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tasks claim, as written; null where left out.
 *
 * @param inputs paths and globs, as templates
 * @param outputs paths and globs, as templates
 * @param locks names
 * @param weight a number from 1, or {@code all}
 */
public record ClaimsSpec(
    @Nullable List<@Nullable String> inputs,
    @Nullable List<@Nullable String> outputs,
    @Nullable List<@Nullable String> locks,
    @Nullable String weight) {
  /** Nothing is said. */
  public static final ClaimsSpec NONE = new ClaimsSpec(null, null, null, null);

  /** Whether files are named. */
  boolean files() {
    return (inputs != null && !inputs.isEmpty()) || (outputs != null && !outputs.isEmpty());
  }

  /** This, and where it does not say, the other. */
  ClaimsSpec or(ClaimsSpec other) {
    return new ClaimsSpec(
        inputs == null ? other.inputs : inputs,
        outputs == null ? other.outputs : outputs,
        locks == null ? other.locks : locks,
        weight == null ? other.weight : weight);
  }
}
