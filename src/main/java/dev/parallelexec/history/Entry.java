package dev.parallelexec.history;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is remembered of a task that says what it reads or writes: its last pass; or, with {@link
 * Fingerprint#NONE}, only the files that it left when it did not pass.
 *
 * @param id the task's
 * @param of what it depended on when it ran
 * @param outputs contents by name
 * @param foreign those of them that were there before it ran, and that it did not touch or that no
 *     task had made: they are looked at, but never deleted
 * @param value what it returned, as JSON text
 * @param object the same for a reducer, in Base64; empty where there was none
 */
record Entry(
    String id,
    Fingerprint of,
    Map<String, String> outputs,
    Set<String> foreign,
    String value,
    String object) {
  /** Of a task that did not pass, or whose pass does not count. */
  static Entry left(String id, Map<String, String> outputs) {
    return new Entry(id, Fingerprint.NONE, outputs, Set.of(), "null", "");
  }

  /** Whether it is that of a pass. */
  boolean passed() {
    return !of.own().isEmpty();
  }

  /** The names of the outputs that are its own. */
  Set<String> own() {
    if (foreign.isEmpty()) {
      return outputs.keySet();
    }
    Set<String> own = new TreeSet<>(outputs.keySet());
    own.removeAll(foreign);
    return own;
  }

  /** The same, of one that depended on something else. */
  Entry with(Fingerprint other) {
    return new Entry(id, other, outputs, foreign, value, object);
  }

  /** The same, of a task that is called otherwise now. */
  Entry renamed(String name) {
    return new Entry(name, of, outputs, foreign, value, object);
  }
}
