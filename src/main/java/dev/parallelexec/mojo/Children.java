package dev.parallelexec.mojo;

import dev.parallelexec.plan.Nearest;
import dev.parallelexec.plan.Problems;
import java.util.List;
import java.util.Set;

/** Elements that nobody knows: Maven would drop them without a word. */
final class Children {
  private Children() {}

  /** Adds a problem for each child that is not among the known ones. */
  static void check(
      Problems problems, String parameter, WrittenElement element, List<String> known) {
    for (WrittenElement child : element.children()) {
      if (!known.contains(child.name())) {
        problems.add(
            parameter
                + ": "
                + unknown(child.name(), known)
                + " within <"
                + element.name()
                + ">; known: "
                + String.join(", ", known));
      }
    }
  }

  /** Adds a problem for each element of an execution that no goal of the plugin has. */
  static void check(Problems problems, List<String> written, Set<String> known) {
    for (String name : written) {
      if (known.contains(name)) {
        continue;
      }
      problems.add(unknown(name, List.copyOf(known)) + ": no goal of this plugin has it");
    }
  }

  private static String unknown(String name, List<String> known) {
    String meant = Nearest.to(name, known);
    return "unknown element <"
        + name
        + ">"
        + (meant == null ? "" : " (did you mean <" + meant + ">?)");
  }
}
