package dev.parallelexec.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a line of a journal: one JSON object whose members are texts, arrays of texts, numbers and
 * words. By hand, because a second build of ten thousand tasks reads ten thousand lines before it
 * can do nothing, and a parser for all of JSON takes several times as long, cold as everything is.
 * Whatever it does not expect is an error: the line is passed over then. For one thread.
 */
final class LineScanner {
  /** The members that were read last; of numbers and words the text. */
  final Map<String, String> texts = new HashMap<>();

  final Map<String, List<String>> arrays = new HashMap<>();

  private byte[] bytes = {};
  private int at;
  private int end;

  /** Reads a line; returns the name of its first member. */
  String scan(byte[] line, int from, int to) throws IOException {
    texts.clear();
    arrays.clear();
    bytes = line;
    at = from;
    end = to;
    expect('{');
    String first = member();
    while (peek() == ',') {
      at++;
      member();
    }
    expect('}');
    if (at != end) {
      throw unexpected();
    }
    return first;
  }

  private String member() throws IOException {
    String name = text();
    expect(':');
    switch (peek()) {
      case '"' -> texts.put(name, text());
      case '[' -> arrays.put(name, array());
      default -> texts.put(name, word());
    }
    return name;
  }

  private List<String> array() throws IOException {
    List<String> values = new ArrayList<>();
    expect('[');
    while (peek() != ']') {
      if (!values.isEmpty()) {
        expect(',');
      }
      values.add(text());
    }
    at++;
    return values;
  }

  private String word() throws IOException {
    int from = at;
    while (peek() != ',' && peek() != '}') {
      boolean plain = Character.isLetterOrDigit(bytes[at]) || bytes[at] == '-' || bytes[at] == '.';
      if (!plain) {
        throw unexpected();
      }
      at++;
    }
    return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
  }

  private String text() throws IOException {
    expect('"');
    int from = at;
    while (peek() != '"') {
      if (bytes[at] == '\\') {
        return escaped(from);
      }
      at++;
    }
    return new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
  }

  private String escaped(int from) throws IOException {
    StringBuilder text = new StringBuilder();
    int plain = from;
    while (peek() != '"') {
      if (bytes[at] != '\\') {
        at++;
        continue;
      }
      text.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
      at++;
      char escape = (char) peek();
      at++;
      switch (escape) {
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'u' -> text.append(unicode());
        default -> text.append(escape);
      }
      plain = at;
    }
    text.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
    at++;
    return text.toString();
  }

  private char unicode() throws IOException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw unexpected();
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private int peek() throws IOException {
    if (at >= end) {
      throw new IOException("torn");
    }
    return bytes[at];
  }

  private void expect(char c) throws IOException {
    if (peek() != c) {
      throw unexpected();
    }
    at++;
  }

  private IOException unexpected() {
    return new IOException("unexpected at " + at);
  }
}
