package dev.parallelexec.report;

import java.util.function.Consumer;

/** TeamCity's log, in which it looks for its messages anywhere in a line. */
final class TeamcityLog implements CiConsole.Log {
  private static final String MARK = "##teamcity[";

  @Override
  public void print(Console to, String block, Consumer<String> print) {
    print.accept(block.replace(MARK, "## teamcity["));
  }

  @Override
  public void fold(Console to, String title, String block) {
    print(to, title + block, to::info);
  }

  /**
   * A message for it.
   *
   * @param namesAndValues of attributes, by turns; values as they are
   */
  static String message(String kind, String... namesAndValues) {
    StringBuilder message = new StringBuilder(MARK).append(kind);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      message.append(' ').append(namesAndValues[i]).append("='");
      namesAndValues[i + 1].codePoints().forEach(point -> escape(message, point));
      message.append('\'');
    }
    return message.append(']').toString();
  }

  private static void escape(StringBuilder message, int point) {
    switch (point) {
      case '|', '\'', '[', ']' -> message.append('|').append((char) point);
      case '\n' -> message.append("|n");
      case '\r' -> message.append("|r");
      default -> {
        if (point >= ' ' && point <= '~') {
          message.append((char) point);
        } else {
          for (char c : Character.toChars(point)) {
            message.append(String.format("|0x%04X", (int) c));
          }
        }
      }
    }
  }
}
