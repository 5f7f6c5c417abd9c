package dev.parallelexec.history;

import dev.parallelexec.task.Outcome;
import java.util.Base64;

/**
 * How a task of the last run ended.
 *
 * @param outcome as it was written, see {@link Outcome#label}
 * @param own the task's own fingerprint
 * @param value what it returned, as JSON text; {@code null} (the text) where that was not kept
 * @param object the same for a reducer, in Base64; empty where that was not kept
 */
record End(String outcome, String own, String value, String object) {
  /** Of one of many that passed and of which nothing more is needed. */
  static End passed(String own) {
    return new End(Outcome.PASSED.label(), own, "null", "");
  }

  /** An object as it is kept. */
  static String text(byte[] object) {
    return Base64.getEncoder().encodeToString(object);
  }

  /** What {@link #text} was made of. */
  static byte[] bytes(String object) {
    return Base64.getDecoder().decode(object);
  }

  /** Whether it passed, or was up to date. */
  boolean passed() {
    return outcome.equals(Outcome.PASSED.label());
  }

  /** Whether it did not run to an end. */
  boolean cancelled() {
    return outcome.equals(Outcome.CANCELLED.label());
  }
}
