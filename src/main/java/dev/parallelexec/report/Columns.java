package dev.parallelexec.report;

/**
 * How wide text is on a terminal, which is not how many characters it has: most of East Asia's take
 * two columns, as do emoji, and what is drawn onto the character before takes none.
 */
final class Columns {
  /** First and last of the wide ones, ascending. */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x231a, 0x231b, 0x23e9, 0x23ec, 0x2614, 0x2615, 0x26aa, 0x26ab, 0x26bd, 0x26be,
    0x2705, 0x2705, 0x274c, 0x274c, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x2b1b, 0x2b1c,
    0x2b50, 0x2b50, 0x2e80, 0x303e, 0x3041, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff,
    0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18cff, 0x1aff0,
    0x1b2ff, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f200,
    0x1f320, 0x1f32d, 0x1f335, 0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca, 0x1f3cf,
    0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442,
    0x1f4fc, 0x1f4ff, 0x1f53d, 0x1f54b, 0x1f567, 0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4,
    0x1f5a4, 0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5, 0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5,
    0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb, 0x1f90c, 0x1f9ff, 0x1fa70,
    0x1faff, 0x20000, 0x3fffd
  };

  private Columns() {}

  /** How many columns a text of harmless characters takes. */
  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  /** The text, cut to so many columns; an ellipsis tells that something is missing. */
  static String cut(String text, int most) {
    if (of(text) <= most) {
      return text;
    }
    StringBuilder cut = new StringBuilder(most);
    int columns = 1;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      columns += of(point);
      if (columns > most) {
        break;
      }
      cut.appendCodePoint(point);
      at += Character.charCount(point);
    }
    return most < 1 ? "" : cut.append('…').toString();
  }

  /** The text with blanks behind it, so many columns in all. */
  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  private static int of(int point) {
    if (point < 0x300) {
      return 1;
    }
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return wide(point) ? 2 : 1;
  }

  private static boolean wide(int point) {
    for (int i = 0; i < WIDE.length && WIDE[i] <= point; i += 2) {
      if (point <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
