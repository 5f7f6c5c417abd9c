package dev.parallelexec.report;

import java.util.List;

/** A call and its arguments as one would type them into a shell; always one line. */
final class ShellText {
  /** By character: letters, digits, and what else a shell takes as it is. */
  private static final boolean[] PLAIN = plain();

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private ShellText() {}

  private static boolean[] plain() {
    boolean[] plain = new boolean[128];
    for (char c = 0; c < plain.length; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      plain[c] = letter || (c >= '0' && c <= '9') || "-_./:=@%+,".indexOf(c) >= 0;
    }
    return plain;
  }

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
    return plain(argument) ? argument : careful(argument);
  }

  /** Whether there is nothing in it but what a shell takes as it is, as in nearly all. */
  private static boolean plain(String argument) {
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      if (c >= PLAIN.length || !PLAIN[c]) {
        return false;
      }
    }
    return !argument.isEmpty();
  }

  private static String careful(String argument) {
    boolean plain = !argument.isEmpty();
    boolean control = false;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      plain &= c > 0x9f || (c < PLAIN.length && PLAIN[c]);
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
}
