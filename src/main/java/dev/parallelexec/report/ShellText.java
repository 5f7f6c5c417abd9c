package dev.parallelexec.report;

import java.util.List;

/** A call and its arguments as one would type them into a shell; always one line. */
final class ShellText {
  private static final String PLAIN = "-_./:=@%+,";
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private ShellText() {}

  /** {@code com.acme.Gen::run 'an argument' plain}. */
  static String command(String call, List<String> arguments) {
    StringBuilder text = new StringBuilder(call.length() + 16 * arguments.size()).append(call);
    for (String argument : arguments) {
      text.append(' ').append(quoted(argument));
    }
    return text.toString();
  }

  /** One argument, quoted where it must be. */
  static String quoted(String argument) {
    boolean plain = !argument.isEmpty();
    boolean control = false;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      plain &= letterOrDigit(c) || c > 0x9f || PLAIN.indexOf(c) >= 0;
      control |= c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
    }
    if (control) {
      return dollar(argument);
    }
    return plain ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }

  /** With control characters: bash's and zsh's quotes with escapes. */
  private static String dollar(String argument) {
    StringBuilder text = new StringBuilder(argument.length() + 16).append("$'");
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      switch (c) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\'', '\\' -> text.append('\\').append(c);
        default -> {
          if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029) {
            text.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              text.append(HEX[c >> shift & 0xf]);
            }
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.append('\'').toString();
  }

  private static boolean letterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
