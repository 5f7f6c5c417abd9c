package dev.parallelexec.task;

import java.util.List;

/**
 * The arguments of a task.
 *
 * @param values in order
 * @param defaulted true where the POM gives no {@code arguments} and the item (or its columns)
 *     stands in: a function without parameters then gets none
 */
public record Arguments(List<Text> values, boolean defaulted) {
  /** No arguments, on purpose. */
  public static final Arguments NONE = new Arguments(List.of(), false);

  /** Copies the values. */
  public Arguments {
    values = List.copyOf(values);
  }

  /** The strings for a worker. */
  public List<String> at(int slot) {
    if (values.size() == 1) {
      return List.of(values.get(0).at(slot));
    }
    return values.stream().map(text -> text.at(slot)).toList();
  }
}
