package dev.parallelexec.remote;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds which of a few names was probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The nearest by Levenshtein's distance; null where none is nearer than a third of the name. */
  public static @Nullable String to(String text, Collection<String> names) {
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      int distance = distance(text, name);
      if (distance < least && distance <= Math.max(text.length(), name.length()) / 3) {
        least = distance;
        best = name;
      }
    }
    return best;
  }

  /**
   * What is wrong with a value, in a sentence.
   *
   * @param parameter with a colon in it where it names more than the parameter
   */
  public static String wrong(String parameter, String value, List<String> allowed) {
    String meant = to(value, allowed);
    String colon = parameter.contains(":") ? " '" : ": '";
    return parameter
        + colon
        + value
        + "' is not allowed; allowed: "
        + String.join(", ", allowed)
        + (meant == null ? "" : "; did you mean '" + meant + "'?");
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
