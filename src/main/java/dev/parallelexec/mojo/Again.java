package dev.parallelexec.mojo;

import dev.parallelexec.history.Resume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The command that runs a list again: what the user typed, as far as Maven remembers it, for this
 * list alone where that is sure to do the same.
 *
 * @param goals goals and phases
 * @param options of Maven, with their values
 * @param properties of the user, {@code -D}
 */
record Again(List<String> goals, List<String> options, Map<String, String> properties) {
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(passw|pwd|passphrase|token|secret|credential|auth|key|signature|private).*");
  private static final Pattern SECRET_VALUE = Pattern.compile("\\w+://[^/@\\s]*:[^/@\\s]*@.*");

  /** Maven's own, which it puts beside what the user typed. */
  private static final Pattern MAVENS_OWN =
      Pattern.compile("session\\..*|maven\\.(multiModuleProjectDirectory|startInstant)|env\\..*");

  /** What stands in files of the project and not on the command line is there the next time. */
  static Map<String, String> typed(Properties user) {
    Map<String, String> typed = new TreeMap<>();
    for (String name : user.stringPropertyNames()) {
      if (!MAVENS_OWN.matcher(name).matches()) {
        typed.put(name, user.getProperty(name));
      }
    }
    return typed;
  }

  /**
   * The same, going on where that run stopped. Without {@code clean}, which would forget where that
   * is.
   */
  Again resuming(Resume resume) {
    List<String> without = new ArrayList<>(goals);
    without.removeIf("clean"::equals);
    Map<String, String> more = new TreeMap<>(properties);
    more.put(Goal.PREFIX + "resume", resume.label());
    more.remove(Goal.PREFIX + "force");
    return new Again(without, options, more);
  }

  /**
   * One line for a shell, and a second one where something had to be left out: values that look
   * secret, and those that cannot be shown.
   */
  String text(boolean windows) {
    List<String> words = new ArrayList<>(List.of("mvn"));
    words.addAll(options);
    words.addAll(goals);
    List<String> missing = new ArrayList<>();
    properties.forEach(
        (name, value) -> {
          String word = "-D" + name + "=" + value;
          if (SECRET_NAME.matcher(name).matches()
              || SECRET_VALUE.matcher(value).matches()
              || !ShellWords.possible(word, windows)) {
            missing.add("-D" + ShellWords.line(List.of(name), windows) + "=…");
          } else {
            words.add(word);
          }
        });
    List<String> shown = words.stream().filter(word -> ShellWords.possible(word, windows)).toList();
    String line = ShellWords.line(shown, windows);
    return missing.isEmpty() ? line : line + "\nleft out: " + String.join(" ", missing);
  }

  /** A path as one would type it in a directory. */
  static String path(Path directory, Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path from = directory.toAbsolutePath().normalize();
    return absolute.startsWith(from) && !absolute.equals(from)
        ? from.relativize(absolute).toString()
        : absolute.toString();
  }
}
