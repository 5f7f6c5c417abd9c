package dev.parallelexec.jvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A class path in two parts, because an archive's class path must be the beginning of that of the
 * JVM that uses it, and cannot contain a directory: jars that stay as they are come first, what
 * changes from build to build comes behind. Within the parts the order is kept.
 *
 * @param stable jars that stay as they are
 * @param rest everything else
 * @param ahead those of the rest that stood before one of the jars
 */
record Prefix(List<Path> stable, List<Path> rest, List<Ahead> ahead) {
  /** A snapshot by its version, or by the time that stands for it in a repository. */
  private static final Pattern SNAPSHOT =
      Pattern.compile(".*(-SNAPSHOT|-\\d{8}\\.\\d{6}-\\d+).*", Pattern.CASE_INSENSITIVE);

  /**
   * A place that is passed by some jars.
   *
   * @param place a directory, or a jar that changes
   * @param before how many of the stable jars stood before it, and still do
   */
  record Ahead(Path place, int before) {}

  /** Sorts a class path. */
  static Prefix of(List<Path> classPath, List<Path> changing) {
    List<Path> stable = new ArrayList<>();
    List<Path> rest = new ArrayList<>();
    List<Ahead> passed = new ArrayList<>();
    for (Path entry : classPath) {
      if (isStable(entry, changing)) {
        stable.add(entry);
      } else {
        rest.add(entry);
        passed.add(new Ahead(entry, stable.size()));
      }
    }
    // What stands behind the last jar is passed by none.
    while (!passed.isEmpty() && passed.get(passed.size() - 1).before == stable.size()) {
      passed.remove(passed.size() - 1);
    }
    return new Prefix(List.copyOf(stable), List.copyOf(rest), List.copyOf(passed));
  }

  /** The class path in its new order. */
  List<Path> classPath() {
    List<Path> all = new ArrayList<>(stable);
    all.addAll(rest);
    return all;
  }

  private static boolean isStable(Path entry, List<Path> changing) {
    Path absolute = entry.toAbsolutePath().normalize();
    for (Path place : changing) {
      if (absolute.startsWith(place)) {
        return false;
      }
    }
    return !SNAPSHOT.matcher(String.valueOf(entry.getFileName())).matches()
        && Files.isRegularFile(entry);
  }
}
