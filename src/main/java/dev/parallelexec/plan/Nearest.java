package dev.parallelexec.plan;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what was probably meant, by Damerau and Levenshtein's edit distance. */
public final class Nearest {
  private Nearest() {}

  /**
   * The nearest of the candidates, the first where several are; null where none is near: further
   * than a third of the longer text's length. Upper and lower case, {@code -} and {@code _} do not
   * count.
   */
  public static @Nullable String to(String text, List<String> candidates) {
    String given = plain(text);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      String other = plain(candidate);
      int limit = Math.max(given.length(), other.length()) / 3;
      // A long text is not compared letter by letter with a short name that it cannot be near.
      if (Math.abs(given.length() - other.length()) > limit) {
        continue;
      }
      int distance = distance(given, other);
      if (distance <= limit && distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  private static String plain(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Insertions, deletions, substitutions and swaps of neighbours that turn one into the other. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + other);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
