package dev.parallelexec.mojo;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words as one line that a shell takes apart into the same words. */
final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final Pattern PLAIN_ON_WINDOWS = Pattern.compile("[A-Za-z0-9_@+=:./\\\\-]+");

  private ShellWords() {}

  /** One line, for the shell of this system. */
  static String line(List<String> words, boolean windows) {
    return words.stream().map(word -> quoted(word, windows)).collect(Collectors.joining(" "));
  }

  /** Whether a word can be shown in one line and mean the same when it is pasted. */
  static boolean possible(String word, boolean windows) {
    boolean control = word.chars().anyMatch(Character::isISOControl);
    return !control && (!windows || (word.indexOf('"') < 0 && word.indexOf('%') < 0));
  }

  private static String quoted(String word, boolean windows) {
    if (windows) {
      return PLAIN_ON_WINDOWS.matcher(word).matches() ? word : '"' + word + '"';
    }
    // The part before the value stays readable.
    int value = word.startsWith("-D") ? word.indexOf('=') + 1 : 0;
    String start = word.substring(0, value);
    String rest = word.substring(value);
    if (!start.isEmpty() && PLAIN.matcher(start).matches()) {
      return rest.isEmpty() ? start : start + quoted(rest, false);
    }
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
