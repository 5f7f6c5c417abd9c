package dev.parallelexec.report;

/**
 * Text of others for a page or an XML file: without ANSI codes, without characters that XML does
 * not allow or that nobody would see, with plain line ends.
 */
final class PlainText {
  private static final char ESC = 0x1b;
  private static final char BEL = 0x07;
  private static final char UNKNOWN = 0xfffd;

  private PlainText() {}

  /** The text itself where nothing is to be done, which is mostly so. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' ? c != '\n' && c != '\t' : c >= 0x7f) {
        return clean(text, i);
      }
    }
    return text;
  }

  private static String clean(String text, int from) {
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, from);
    int at = from;
    while (at < text.length()) {
      int next = afterAnsi(text, at);
      if (next > at) {
        at = next;
        continue;
      }
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (point == '\r') {
        clean.append(at < text.length() && text.charAt(at) == '\n' ? "" : "\n");
      } else {
        clean.appendCodePoint(harmless(point));
      }
    }
    return clean.toString();
  }

  /** Where the ANSI sequence that starts here ends; {@code at} where none starts. */
  static int afterAnsi(String text, int at) {
    if (text.charAt(at) != ESC || at + 1 >= text.length()) {
      return at;
    }
    char kind = text.charAt(at + 1);
    int end = at + 2;
    if (kind == '[') {
      while (end < text.length() && text.charAt(end) >= 0x20 && text.charAt(end) <= 0x3f) {
        end++;
      }
      return Math.min(end + 1, text.length());
    } else if (kind == ']') {
      // A title or a link: up to BEL or ESC \, and never over the end of a line.
      while (end < text.length() && text.charAt(end) >= ' ') {
        end++;
      }
      boolean bell = end < text.length() && text.charAt(end) == BEL;
      boolean ended = end + 1 < text.length() && text.charAt(end) == ESC;
      return bell ? end + 1 : ended ? end + 2 : end;
    }
    if ("()*+#%".indexOf(kind) >= 0) {
      return Math.min(end + 1, text.length());
    }
    return kind >= ' ' && kind <= '~' ? end : at;
  }

  private static int harmless(int point) {
    if (point == '\n' || point == '\t') {
      return point;
    } else if (point < ' ') {
      // As the picture of the control character.
      return 0x2400 + point;
    } else if (point == 0x7f) {
      return 0x2421;
    }
    boolean turnsLine =
        (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    boolean control = point <= 0x9f && point >= 0x80;
    boolean surrogate = point >= 0xd800 && point <= 0xdfff;
    boolean none = (point & 0xfffe) == 0xfffe;
    if (point == 0x2028 || point == 0x2029) {
      return '\n';
    }
    return turnsLine || control || surrogate || none ? UNKNOWN : point;
  }
}
