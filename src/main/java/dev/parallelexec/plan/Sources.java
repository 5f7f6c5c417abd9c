package dev.parallelexec.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where items come from, as the POM says it; null is left out, an empty list yields nothing. They
 * follow each other in this order.
 *
 * @param items written out; an entry that is null is the empty string
 * @param files a fileset
 * @param linesFile absolute
 * @param range {@code 0..4}
 * @param itemsFunction pulled once, by the first {@link Plan#open}
 * @param matrix lists whose cross product are the items, first list slowest; comes last
 * @param itemSeparator text between the columns of an item
 */
public record Sources(
    @Nullable List<@Nullable String> items,
    @Nullable FileSet files,
    @Nullable Path linesFile,
    @Nullable String range,
    @Nullable ItemFeed itemsFunction,
    @Nullable List<List<@Nullable String>> matrix,
    @Nullable String itemSeparator) {
  /** No source. */
  public static final Sources NONE = new Sources(null, null, null, null, null, null, null);

  /** Items alone. */
  public static Sources items(List<@Nullable String> items) {
    return new Sources(items, null, null, null, null, null, null);
  }

  /** Items of a command line: separated by commas, trimmed, empty ones dropped. */
  public static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}
