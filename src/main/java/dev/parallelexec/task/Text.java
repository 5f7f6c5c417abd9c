package dev.parallelexec.task;

import java.util.List;

/**
 * A string that may contain the number of the worker that runs the task. Everything else is known
 * when the list is planned; the slot only when the task is dispatched, which is why it stays open
 * in the value rather than as a marker that a user's own text could imitate.
 *
 * @param parts the literal parts between which the slot number stands; one part means no slot
 */
public record Text(List<String> parts) {
  /** Copies the parts; at least one is needed. */
  public Text {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a text has at least one part");
    }
  }

  /** A text without a slot. */
  public static Text of(String literal) {
    return new Text(List.of(literal));
  }

  /** The string for a worker; {@code slot} counts from 1. */
  public String at(int slot) {
    return parts.size() == 1 ? parts.get(0) : String.join(Integer.toString(slot), parts);
  }

  /** Whether {@link #at} depends on the slot. */
  public boolean needsSlot() {
    return parts.size() > 1;
  }

  /** The text as a user would write it. */
  @Override
  public String toString() {
    return parts.size() == 1 ? parts.get(0) : String.join("{slot}", parts);
  }
}
