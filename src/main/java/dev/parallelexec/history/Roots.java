package dev.parallelexec.history;

import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Directories that lie elsewhere in another clone, or on another machine, and mean the same: the
 * module's, the local repository. In a fingerprint a token stands in the place of each.
 */
public final class Roots {
  /** In front of a token; no POM can have this character. */
  private static final char MARK = '\u0001';

  private record Root(String path, String token) implements Comparable<Root> {
    /** The longer path first. */
    @Override
    public int compareTo(Root other) {
      return Integer.compare(other.path.length(), path.length());
    }
  }

  private final Path basedir;

  /** What the paths of files in it begin with. */
  private final String inside;

  private final List<Root> roots = new ArrayList<>();

  private Roots(Path basedir, Map<String, Path> others) {
    this.basedir = basedir.toAbsolutePath().normalize();
    String text = this.basedir.toString();
    this.inside = text.endsWith(File.separator) ? text : text + File.separator;
    add("basedir", this.basedir);
    for (Map.Entry<String, Path> other : others.entrySet()) {
      add(other.getKey(), other.getValue());
    }
    // The inner one first, where one lies in another.
    Collections.sort(roots);
  }

  private void add(String token, Path path) {
    String text = path.toAbsolutePath().normalize().toString();
    roots.add(new Root(text, MARK + token));
    if (File.separatorChar != '/') {
      roots.add(new Root(text.replace(File.separatorChar, '/'), MARK + token));
    }
  }

  /**
   * The roots of a module.
   *
   * @param others by a token each, as {@code repository}
   */
  public static Roots of(Path basedir, Map<String, Path> others) {
    return new Roots(basedir, others);
  }

  /** The module's directory, absolute. */
  Path basedir() {
    return basedir;
  }

  /** The text with a token for each root in it. */
  String portable(String text) {
    String portable = text;
    for (Root root : roots) {
      if (portable.length() >= root.path.length()) {
        portable = replaced(portable, root);
      }
    }
    return portable;
  }

  private static String replaced(String text, Root root) {
    int at = text.indexOf(root.path);
    if (at < 0) {
      return text;
    }
    StringBuilder all = new StringBuilder();
    int from = 0;
    while (at >= 0) {
      int end = at + root.path.length();
      // Not the beginning of a longer name: /home/app is no root of /home/app2.
      boolean whole = end == text.length() || !inName(text.charAt(end));
      all.append(text, from, at).append(whole ? root.token : root.path);
      from = end;
      at = text.indexOf(root.path, from);
    }
    return all.append(text, from, text.length()).toString();
  }

  private static boolean inName(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  /** What a file is called here: below the module relative, elsewhere absolute; with slashes. */
  String name(Path file) {
    String path = file.toString();
    // As texts: what paths offer for it takes several times as long, and this is done for all
    // files.
    String name =
        path.startsWith(inside) && path.length() > inside.length()
            ? path.substring(inside.length())
            : file.equals(basedir) ? "" : path;
    return File.separatorChar == '/' ? name : name.replace(File.separatorChar, '/');
  }

  /** Whether a name is that of a file below the module. */
  static boolean inside(String name) {
    return !name.startsWith("/") && !(name.length() > 1 && name.charAt(1) == ':');
  }

  /** The file of a name, or of a path that somebody wrote; absolute and normalized. */
  Path path(String name) throws IOException {
    try {
      Path path = basedir.resolve(name);
      boolean plain = !name.startsWith(".") && !name.contains("/.");
      return plain && File.separatorChar == '/' ? path : path.normalize();
    } catch (InvalidPathException e) {
      throw new IOException("\"" + name + "\" is no path here: " + e.getReason(), e);
    }
  }
}
