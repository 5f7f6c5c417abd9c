package dev.parallelexec.report;

import java.util.UUID;
import java.util.function.Consumer;

/**
 * GitHub Actions' log. It looks for commands at the start of every line, blanks left out, and for
 * those of an older kind anywhere; between {@code ::stop-commands::<word>} and {@code ::<word>::}
 * it looks for none.
 */
final class GithubLog implements CiConsole.Log {
  @Override
  public void print(Console to, String block, Consumer<String> print) {
    if (harmless(block)) {
      print.accept(block);
      return;
    }
    to.together(
        () -> {
          // A task that knew the word could end it.
          String word = UUID.randomUUID().toString();
          to.command("::stop-commands::" + word);
          print.accept(block);
          to.command("::" + word + "::");
        });
  }

  @Override
  public void fold(Console to, String title, String block) {
    to.command("::group::" + data(Words.cut(title.strip(), Integer.MAX_VALUE)));
    print(to, block.strip(), to::info);
    to.command("::endgroup::");
  }

  /** The part of a command behind its second {@code ::}. */
  static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** A value before it. */
  static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /** Errs on the safe side: two marks too many hurt nobody. */
  private static boolean harmless(String block) {
    if (block.contains("##[")) {
      return false;
    }
    for (int at = block.indexOf("::"); at >= 0; at = block.indexOf("::", at + 1)) {
      int start = Math.max(block.lastIndexOf('\n', at), block.lastIndexOf('\r', at)) + 1;
      if (block.substring(start, at).chars().noneMatch(Character::isLetterOrDigit)) {
        return false;
      }
    }
    return true;
  }
}
