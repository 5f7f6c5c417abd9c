package dev.parallelexec.task;

/**
 * Files that a task reads or writes: a path, or a glob below a directory. What was put into it for
 * a placeholder is never taken for a glob.
 *
 * @param root a path with {@code /} between its names, relative to the module or absolute; of a
 *     glob the directory below which files are looked for, empty for the module's own
 * @param regex for the path of a file below the root, with {@code /} between its names; empty where
 *     the root is the file itself, or a directory with all that is in it
 * @param text as people read it
 */
public record FilePattern(String root, String regex, String text) {
  /** A path that is no glob, whatever is in it. */
  public static FilePattern path(String path) {
    return new FilePattern(path, "", path);
  }

  /** Whether it is a path alone. */
  public boolean literal() {
    return regex.isEmpty();
  }
}
