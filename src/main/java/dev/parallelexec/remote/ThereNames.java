package dev.parallelexec.remote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that files of this machine have on a node that does not share them. For any thread. */
final class ThereNames {
  private final String outside;
  private volatile List<Name> longestFirst = List.of();

  /**
   * A file or directory.
   *
   * @param stored whether it is among the contents that builds share, and not this build's
   */
  private record Name(Path path, String here, String there, boolean stored) {}

  /**
   * Names on a node.
   *
   * @param project what is in it keeps its place in {@code project} there
   * @param directory the build's on the node
   */
  ThereNames(Path project, String directory) {
    this.outside = directory + "/outside";
    add(project, directory + "/project", false);
  }

  /** From now on a file has the name that a shared content has there, for who only reads it. */
  void stored(Path here, String there) {
    if (cover(here) == null) {
      add(here, there, true);
    }
  }

  /** What a file is called that is brought: it gets a name of this build's where it had none. */
  String brought(Path here) {
    Name cover = cover(here);
    if (cover == null || cover.stored()) {
      add(here, outside + here, false);
    }
    return there(here);
  }

  private synchronized void add(Path path, String there, boolean stored) {
    List<Name> all = new ArrayList<>(longestFirst);
    all.removeIf(name -> name.path().equals(path));
    all.add(new Name(path, path.toString(), there, stored));
    all.sort(Comparator.comparing(name -> -name.here().length()));
    longestFirst = List.copyOf(all);
  }

  private @Nullable Name cover(Path here) {
    for (Name name : longestFirst) {
      if (here.startsWith(name.path())) {
        return name;
      }
    }
    return null;
  }

  /** The name of a file there; the same one where nothing stands for it. */
  String there(Path here) {
    Name name = cover(here);
    return name == null ? here.toString() : name.there() + tail(here, name);
  }

  private static String tail(Path here, Name name) {
    String below = name.path().relativize(here).toString();
    return below.isEmpty() ? "" : "/" + below;
  }

  /** The text with the names of files here replaced by those that they have there. */
  String there(String text) {
    List<Name> names = longestFirst;
    StringBuilder all = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      Name name = text.charAt(at) == '/' ? nameAt(text, at, names) : null;
      if (name == null) {
        all.append(text.charAt(at++));
      } else {
        all.append(name.there());
        at += name.here().length();
      }
    }
    return all.toString();
  }

  private static @Nullable Name nameAt(String text, int at, List<Name> names) {
    for (Name name : names) {
      int end = at + name.here().length();
      // Not the beginning of a longer name: /home/app is no root of /home/app2.
      if (text.startsWith(name.here(), at) && (end == text.length() || !inName(text.charAt(end)))) {
        return name;
      }
    }
    return null;
  }

  private static boolean inName(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }
}
