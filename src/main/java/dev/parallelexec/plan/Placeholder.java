package dev.parallelexec.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may stand between braces in a template, the numbers of columns apart. */
enum Placeholder {
  ITEM("item"),
  INDEX("index"),
  SLOT("slot"),
  ID("id"),
  PATH("path"),
  NAME("name"),
  STEM("stem"),
  EXTENSION("extension"),
  DIR("dir"),
  RELATIVE("relative"),
  RELATIVE_DIR("relativeDir"),
  RELATIVE_STEM("relativeStem");

  /** What other tools call it: GNU parallel's replacement strings, and usual names. */
  private static final Map<String, Placeholder> ELSEWHERE =
      Map.ofEntries(
          Map.entry("", ITEM),
          Map.entry(".", RELATIVE_STEM),
          Map.entry("/", NAME),
          Map.entry("//", DIR),
          Map.entry("/.", STEM),
          Map.entry("#", INDEX),
          Map.entry("%", SLOT),
          Map.entry("file", PATH),
          Map.entry("filename", NAME),
          Map.entry("basename", NAME),
          Map.entry("ext", EXTENSION),
          Map.entry("directory", DIR),
          Map.entry("worker", SLOT));

  private final String label;

  Placeholder(String label) {
    this.label = label;
  }

  /** As users write it, braces included. */
  String text() {
    return "{" + label + "}";
  }

  boolean needsFile() {
    return compareTo(PATH) >= 0;
  }

  boolean needsItem() {
    return this == ITEM || needsFile();
  }

  /** By what stands between the braces; null for what is none. */
  static @Nullable Placeholder of(String label) {
    for (Placeholder placeholder : values()) {
      if (placeholder.label.equals(label)) {
        return placeholder;
      }
    }
    return null;
  }

  /** What a user may have meant by a wrong one; null where nobody can tell. */
  static @Nullable String meant(String label) {
    Placeholder elsewhere = ELSEWHERE.get(label);
    List<String> labels = Stream.of(values()).map(placeholder -> placeholder.label).toList();
    String near = elsewhere == null ? Nearest.to(label, labels) : elsewhere.label;
    return near == null ? null : "{" + near + "}";
  }
}
