package dev.parallelexec.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which placeholders the sources of a list can fill.
 *
 * @param sources the elements that items come from, in order; empty for tasks that are written out
 * @param separated whether items are split into columns
 * @param matrixColumns how many columns the matrix has; 0 without one
 */
record Scope(List<String> sources, boolean separated, int matrixColumns) {
  /** Tasks that are written out. */
  static final Scope TASKS = new Scope(List.of(), false, 0);

  static Scope of(Sources said) {
    List<String> sources = new ArrayList<>();
    name(sources, "items", said.items());
    name(sources, "files", said.files());
    name(sources, "linesFile", said.linesFile());
    name(sources, "range", said.range());
    name(sources, "itemsFunction", said.itemsFunction());
    name(sources, "matrix", said.matrix());
    int columns = said.matrix() == null ? 0 : said.matrix().size();
    return new Scope(sources, said.itemSeparator() != null, columns);
  }

  private static void name(List<String> sources, String name, @Nullable Object source) {
    if (source != null) {
      sources.add(name);
    }
  }

  /** Why a placeholder cannot be filled, null where it can. */
  @Nullable String refusal(Placeholder placeholder) {
    if (placeholder.needsItem() && sources.isEmpty()) {
      return "needs an item, and a task that is written out has none";
    }
    if (placeholder.needsFile() && !sources.equals(List.of("files"))) {
      return sources.contains("files")
          ? "needs every item to be a file, and here they come from " + listed()
          : "needs files, and here items come from " + listed();
    }
    return null;
  }

  /** Why a column, counted from 1, cannot be filled, null where it can, or only the items tell. */
  @Nullable String refusal(int column) {
    if (sources.isEmpty()) {
      return "needs an item, and a task that is written out has none";
    }
    boolean matrix = sources.contains("matrix");
    boolean others = sources.size() > (matrix ? 1 : 0);
    if (others && !separated) {
      return "needs columns: itemSeparator or a matrix alone; here items come from " + listed();
    }
    return matrix && column > matrixColumns
        ? "needs more columns than the matrix has: " + matrixColumns
        : null;
  }

  /** The placeholders that can be filled, as a phrase. */
  String allowed() {
    Stream<String> named =
        Stream.of(Placeholder.values()).filter(p -> refusal(p) == null).map(Placeholder::text);
    Stream<String> columns = refusal(1) == null ? Stream.of("{1}, {2}, …") : Stream.empty();
    return Stream.concat(named, columns).collect(Collectors.joining(", "))
        + "; a brace is written {{";
  }

  private String listed() {
    return String.join(", ", sources);
  }
}
