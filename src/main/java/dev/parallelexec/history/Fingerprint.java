package dev.parallelexec.history;

import java.util.List;
import java.util.Map;

/**
 * What a task depends on.
 *
 * @param own of the task itself and the contents of its inputs, 32 hex digits
 * @param whole of that and the surroundings; empty where one of them cannot be known: then nothing
 *     equals it
 * @param surroundings their hash
 * @param parts short sums, see {@link Fingerprints#PARTS}; of a task that is up to date nobody
 *     needs them, so they may be none
 * @param inputs contents by name, sorted; {@link FoundFiles#MISSING} where there is no file
 */
record Fingerprint(
    String own, String whole, String surroundings, List<String> parts, Map<String, String> inputs) {
  /** Of nothing that could be known. */
  static final Fingerprint NONE = new Fingerprint("", "", "", List.of(), Map.of());

  /** The same, with the sums. */
  Fingerprint with(List<String> sums) {
    return new Fingerprint(own, whole, surroundings, sums, inputs);
  }

  /** Whether both are known and the same. */
  boolean same(Fingerprint other) {
    return !whole.isEmpty() && whole.equals(other.whole);
  }
}
