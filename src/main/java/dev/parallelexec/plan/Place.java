package dev.parallelexec.plan;

import org.jspecify.annotations.Nullable;

/**
 * What the placeholders of one task stand for, its slot apart.
 *
 * @param index of the task, from 0
 * @param id of the task
 * @param item null for a task that is written out
 */
record Place(int index, String id, @Nullable Item item) {
  /** The text of a placeholder that this place has; templates are checked beforehand. */
  String text(Placeholder placeholder) {
    return switch (placeholder) {
      case INDEX -> Integer.toString(index);
      case ID -> id;
      case SLOT -> throw new IllegalStateException("the slot is known when the task is dispatched");
      case ITEM, PATH -> given().text();
      case NAME -> name(relative());
      case STEM -> stem(name(relative()));
      case EXTENSION -> extension(name(relative()));
      case DIR -> directory(given().text(), name(relative()));
      case RELATIVE -> relative();
      case RELATIVE_DIR -> relativeDirectory(relative());
      case RELATIVE_STEM -> stem(relative());
    };
  }

  /** The text of a column, from 1. */
  String column(int number) {
    return given().columns().get(number - 1);
  }

  private Item given() {
    if (item == null) {
      throw new IllegalStateException("a task without an item");
    }
    return item;
  }

  private String relative() {
    String relative = given().relative();
    if (relative == null) {
      throw new IllegalStateException("an item that is no file");
    }
    return relative;
  }

  private static String name(String relative) {
    return relative.substring(relative.lastIndexOf('/') + 1);
  }

  /** Without the last extension; a name that begins with its only dot has none. */
  private static String stem(String path) {
    int dot = dot(path);
    return dot < 0 ? path : path.substring(0, dot);
  }

  private static String extension(String path) {
    int dot = dot(path);
    return dot < 0 ? "" : path.substring(dot + 1);
  }

  private static int dot(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') + 1 ? dot : -1;
  }

  private static String directory(String absolute, String name) {
    String directory = absolute.substring(0, absolute.length() - name.length() - 1);
    return directory.isEmpty() ? "/" : directory;
  }

  /** A dot at the root, so that a path may go on behind it as well as in front of it. */
  private static String relativeDirectory(String relative) {
    int slash = relative.lastIndexOf('/');
    return slash < 0 ? "." : relative.substring(0, slash);
  }
}
