package dev.parallelexec.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of items.
 *
 * @param separator text between columns; null where items are not split
 * @param highest the highest column that a template asks for; 0 for none
 */
record Columns(@Nullable String separator, int highest) {
  /** The item with its columns. */
  Item split(Item item) {
    return separator == null || !item.columns().isEmpty()
        ? item
        : new Item(item.text(), parts(item.text(), separator), item.relative());
  }

  private static List<String> parts(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** Whether a template asks for any. */
  boolean asked() {
    return highest > 0;
  }

  /** What is wrong with an item that lacks a column which is asked for; null where nothing is. */
  @Nullable String complaint(Item item) {
    if (!asked()) {
      return null;
    }
    int columns = split(item).columns().size();
    return columns >= highest
        ? null
        : Problems.quote(item.text())
            + (columns == 1 ? " has 1 column" : " has " + columns + " columns")
            + (separator == null ? "" : " with itemSeparator " + Problems.quote(separator))
            + ", and {"
            + highest
            + "} is asked for";
  }
}
