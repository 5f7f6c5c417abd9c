package dev.parallelexec.report;

/**
 * A line of JSON with one flat object in it. By hand, because there are four for each task: a
 * generator takes several times as long.
 */
final class JsonLine {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final Bytes bytes = new Bytes();

  /** Begins a line. */
  JsonLine begin() {
    bytes.clear();
    bytes.add('{');
    return this;
  }

  JsonLine number(String name, long value) {
    name(name).decimal(value);
    return this;
  }

  JsonLine seconds(String name, long nanos) {
    name(name).seconds(nanos);
    return this;
  }

  JsonLine bool(String name, boolean value) {
    name(name).add(value ? "true" : "false");
    return this;
  }

  JsonLine text(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  /** An array of texts. */
  JsonLine texts(String name, Iterable<String> values) {
    name(name).add('[');
    String between = "";
    for (String value : values) {
      bytes.add(between);
      quoted(value);
      between = ",";
    }
    bytes.add(']');
    return this;
  }

  /** Begins an object in the object. */
  JsonLine object(String name) {
    name(name).add('{');
    return this;
  }

  /** Ends it. */
  JsonLine end() {
    bytes.add('}');
    return this;
  }

  /** The line with its end; it holds until the next one begins. */
  Bytes line() {
    return bytes.add('}').add('\n');
  }

  /** Names are ours, and plain. */
  private Bytes name(String name) {
    if (bytes.array()[bytes.size() - 1] != '{') {
      bytes.add(',');
    }
    return bytes.add('"').add(name).add('"').add(':');
  }

  private void quoted(String text) {
    bytes.add('"').add(plain(text) ? text : escaped(text)).add('"');
  }

  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (c < ' ') {
            escaped.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
