package dev.parallelexec.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.codehaus.plexus.util.cli.CommandLineUtils;

/**
 * The parameter {@code launcher}: the words that stand in front of a command to have it run on a
 * node. Split with quotes as in a shell; no shell sees them. Immutable.
 */
final class CommandPrefix {
  private static final String SLOT = "slot";

  private final List<List<String>> words;

  private CommandPrefix(List<List<String>> words) {
    this.words = words;
  }

  /**
   * Parses what the POM says.
   *
   * @param problem told in sentences what is wrong; the prefix must not be used then
   */
  static CommandPrefix parse(String text, Consumer<String> problem) {
    List<List<String>> words = new ArrayList<>();
    for (String word : split(text, problem)) {
      words.add(pieces(word, problem));
    }
    return new CommandPrefix(words);
  }

  private static String[] split(String text, Consumer<String> problem) {
    String line = text.replaceAll("\\s+", " ").strip();
    try {
      String[] words = CommandLineUtils.translateCommandline(line);
      if (words.length == 0) {
        problem.accept(
            "launcher: nothing is set; allowed: the words that have a command run on a node,"
                + " as ssh host{slot}");
      }
      return words;
    } catch (Exception e) { // so declared; it is an unbalanced quote
      problem.accept("launcher: a quote of '" + line + "' is not closed");
      return new String[0];
    }
  }

  /** What stands between the slots of a word. */
  private static List<String> pieces(String word, Consumer<String> problem) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int at = 0;
    for (int brace = word.indexOf('{'); brace >= 0; brace = word.indexOf('{', at)) {
      piece.append(word, at, brace);
      int end = word.indexOf('}', brace);
      if (word.startsWith("{{", brace)) {
        piece.append('{');
        at = brace + 2;
      } else if (end < 0) {
        problem.accept(
            "launcher: the brace of '"
                + word.substring(brace)
                + "' is not closed; a brace is written {{");
        at = word.length();
      } else {
        String name = word.substring(brace + 1, end);
        if (name.equals(SLOT)) {
          pieces.add(piece.toString());
          piece.setLength(0);
        } else {
          boolean property = brace > 0 && word.charAt(brace - 1) == '$';
          problem.accept(property ? unset(name) : unknown(name));
        }
        at = end + 1;
      }
    }
    pieces.add(piece.append(word, at, word.length()).toString());
    return pieces;
  }

  /** Maven leaves it as it is where it knows no value. */
  private static String unset(String name) {
    return "launcher: '${"
        + name
        + "}' has no value here; is the property set"
        + (name.startsWith("env.") ? ", or the environment variable " + name.substring(4) : "")
        + "?";
  }

  private static String unknown(String name) {
    return "launcher: '{" + name + "}' is not allowed; allowed: {slot}; a brace is written {{";
  }

  /** The words for a worker. */
  List<String> at(int slot) {
    return words.stream().map(pieces -> String.join(Integer.toString(slot), pieces)).toList();
  }
}
