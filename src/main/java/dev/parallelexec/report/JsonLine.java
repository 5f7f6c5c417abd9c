package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;
import java.nio.charset.StandardCharsets;

/**
 * JSON in one line, for what is written for each task, several times, and before the first one
 * starts. By hand, because a generator takes several times as long, and longer still to load; what
 * else is written once a list goes through {@link Json}. Adds to bytes that belong to whoever makes
 * it.
 */
final class JsonLine {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** A name of ours, ready to be written: plain, without anything to be escaped. */
  static final class Name {
    private final byte[] bytes;

    Name(String name) {
      this(",\"", name, "\":");
    }

    private Name(String before, String name, String after) {
      bytes = (before + name + after).getBytes(StandardCharsets.US_ASCII);
    }

    /** A member of which the value is a word of ours, and a name behind it. */
    static Name after(String member, String word, String name) {
      return new Name(",\"" + member + "\":\"" + word + "\",\"", name, "\":");
    }
  }

  /** The members that tell an outcome, in one piece each. */
  private static final Name[] OUTCOMES = outcomes();

  private final Bytes bytes;

  JsonLine(Bytes bytes) {
    this.bytes = bytes;
  }

  private static Name[] outcomes() {
    Outcome[] all = Outcome.values();
    Name[] names = new Name[all.length];
    for (Outcome outcome : all) {
      names[outcome.ordinal()] = new Name(",\"outcome\":\"", outcome.label(), "\"");
    }
    return names;
  }

  /** Begins a line. */
  JsonLine begin() {
    bytes.add('{');
    return this;
  }

  JsonLine number(Name name, long value) {
    name(name).decimal(value);
    return this;
  }

  JsonLine seconds(Name name, long nanos) {
    name(name).seconds(nanos);
    return this;
  }

  /** How a task, or an attempt, ended. */
  JsonLine outcome(Outcome outcome) {
    name(OUTCOMES[outcome.ordinal()]);
    return this;
  }

  JsonLine text(Name name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  /** What is JSON already. */
  JsonLine raw(Name name, String json) {
    name(name).add(json);
    return this;
  }

  /** An array of texts. */
  JsonLine texts(Name name, Iterable<String> values) {
    name(name).add('[');
    for (String value : values) {
      if (bytes.last() != '[') {
        bytes.add(',');
      }
      quoted(value);
    }
    bytes.add(']');
    return this;
  }

  /** Begins an array of objects. */
  JsonLine array(Name name) {
    name(name).add('[');
    return this;
  }

  /** Begins an object in the array. */
  JsonLine element() {
    if (bytes.last() != '[') {
      bytes.add(',');
    }
    return begin();
  }

  /** Ends the array. */
  JsonLine endArray() {
    bytes.add(']');
    return this;
  }

  /** Begins an object in the object. */
  JsonLine object(Name name) {
    name(name).add('{');
    return this;
  }

  /** Ends it, or the whole. */
  JsonLine end() {
    bytes.add('}');
    return this;
  }

  private Bytes name(Name name) {
    return bytes.add(name.bytes, bytes.last() == '{' ? 1 : 0);
  }

  private void quoted(String text) {
    int from = bytes.add('"').size();
    if (!bytes.add(text).plain(from)) {
      bytes.cut(from).add(escaped(text));
    }
    bytes.add('"');
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
