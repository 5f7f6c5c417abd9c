package dev.parallelexec.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a template's text.
 *
 * @param text the literal, or what stands behind the opening brace
 */
record Token(Kind kind, String text) {
  /** What a stretch is. */
  enum Kind {
    LITERAL,
    PLACEHOLDER,
    /** A brace without its counterpart before the next opening brace or the end. */
    UNCLOSED
  }

  /** The text from left to right; two literals never follow each other. */
  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int brace = text.indexOf('{', at);
      if (brace < 0) {
        literal.append(text, at, text.length());
        break;
      }
      literal.append(text, at, brace);
      if (text.startsWith("{{", brace)) {
        literal.append('{');
        at = brace + 2;
        continue;
      }
      flush(literal, tokens);
      int end = end(text, brace + 1);
      boolean closed = end < text.length() && text.charAt(end) == '}';
      tokens.add(
          new Token(closed ? Kind.PLACEHOLDER : Kind.UNCLOSED, text.substring(brace + 1, end)));
      at = closed ? end + 1 : end;
    }
    flush(literal, tokens);
    return tokens;
  }

  /** Where the next brace of either kind stands, or the end. */
  private static int end(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '{' && text.charAt(at) != '}') {
      at++;
    }
    return at;
  }

  private static void flush(StringBuilder literal, List<Token> tokens) {
    if (!literal.isEmpty()) {
      tokens.add(new Token(Kind.LITERAL, literal.toString()));
      literal.setLength(0);
    }
  }
}
