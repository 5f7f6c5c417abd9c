package dev.parallelexec.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of input.
 *
 * @param text the item; of a file its absolute path
 * @param columns what {@code {1}}, {@code {2}}, … stand for; empty where items have no columns
 * @param relative of a file its path below the fileset's directory, with {@code /} between names;
 *     else null
 */
record Item(String text, List<String> columns, @Nullable String relative) {
  static Item of(String text) {
    return new Item(text, List.of(), null);
  }

  /** What its task is called, if no other task is called so. */
  String name() {
    return relative == null ? text : relative;
  }
}
