package dev.parallelexec.plan;

import dev.parallelexec.task.FilePattern;
import java.util.regex.Pattern;

/**
 * Puts together the pattern of a {@link FilePattern}, from pieces that may be globs and pieces that
 * are text. Globs are Ant's, as everywhere in Maven: {@code *} and {@code ?} stay within a name,
 * {@code **} goes through directories, a slash at the end stands for all below.
 */
final class FileGlob {
  /** Marks in {@link #kinds} the characters that are to be read as a glob's. */
  private static final char GLOB = 'g';

  private static final char TEXT = 't';

  /** One character that stands for any text, slashes and none included. */
  private static final char ANY = 'a';

  private final StringBuilder all = new StringBuilder();
  private final StringBuilder kinds = new StringBuilder();

  /** Whether a piece of the POM has a wildcard in it. */
  static boolean isGlob(String piece) {
    return piece.indexOf('*') >= 0 || piece.indexOf('?') >= 0;
  }

  /** Adds a piece of the POM. */
  void glob(String piece) {
    add(piece, GLOB);
  }

  /** Adds what a placeholder stands for. */
  void text(String piece) {
    add(piece, TEXT);
  }

  /** Adds what may be anything: a placeholder of tasks that are not known. */
  void any() {
    add("*", ANY);
  }

  private void add(String piece, char kind) {
    all.append(piece);
    kinds.append(Character.toString(kind).repeat(piece.length()));
  }

  FilePattern pattern() {
    int first = 0;
    while (first < all.length() && !wild(first) && kinds.charAt(first) != ANY) {
      first++;
    }
    String text = all.toString();
    if (first == text.length()) {
      boolean below = text.length() > 1 && text.endsWith("/");
      String path = below ? text.substring(0, text.length() - 1) : text;
      return new FilePattern(path, below ? ".+" : "", text);
    }
    int slash = text.lastIndexOf('/', first);
    // The root of the file system keeps its slash.
    String root = slash == 0 ? "/" : text.substring(0, Math.max(0, slash));
    return new FilePattern(root, regex(slash + 1), text);
  }

  private boolean wild(int at) {
    char letter = all.charAt(at);
    return kinds.charAt(at) == GLOB && (letter == '*' || letter == '?');
  }

  private boolean star(int at) {
    return at < all.length() && wild(at) && all.charAt(at) == '*';
  }

  private boolean stars(int at) {
    return star(at) && star(at + 1);
  }

  private String regex(int from) {
    StringBuilder regex = new StringBuilder();
    int at = from;
    while (at < all.length()) {
      char letter = all.charAt(at);
      boolean name = at == from || all.charAt(at - 1) == '/';
      if (kinds.charAt(at) == ANY) {
        regex.append(".*");
        at++;
      } else if (!wild(at)) {
        regex.append(Pattern.quote(Character.toString(letter)));
        at++;
      } else if (letter == '?') {
        regex.append("[^/]");
        at++;
      } else if (stars(at) && name && at + 2 < all.length() && all.charAt(at + 2) == '/') {
        regex.append("(?:[^/]+/)*");
        at += 3;
      } else if (stars(at)) {
        regex.append(".*");
        at += 2;
      } else {
        regex.append("[^/]*");
        at++;
      }
    }
    if (all.charAt(all.length() - 1) == '/') {
      regex.append(".*");
    }
    return regex.toString();
  }
}
