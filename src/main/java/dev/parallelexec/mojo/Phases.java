package dev.parallelexec.mojo;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the name of a phase says about the project's classes. */
final class Phases {
  /** Those of the clean and the default lifecycle, Maven 4's two among them. */
  private static final Set<String> BEFORE_COMPILE =
      Set.of(
          "pre-clean",
          "clean",
          "post-clean",
          "validate",
          "initialize",
          "sources",
          "generate-sources",
          "process-sources",
          "resources",
          "generate-resources",
          "process-resources");

  private Phases() {}

  /**
   * Whether an execution in this phase runs before the project's classes are compiled; null, the
   * command line, counts as after.
   */
  static boolean beforeCompile(@Nullable String phase) {
    if (phase == null) {
      return false;
    }
    int priority = phase.indexOf('[');
    String name = priority < 0 ? phase : phase.substring(0, priority);
    if (name.startsWith("before:")) {
      String of = name.substring("before:".length());
      return of.equals("compile") || BEFORE_COMPILE.contains(of);
    }
    return BEFORE_COMPILE.contains(name.startsWith("after:") ? name.substring(6) : name);
  }
}
