package dev.parallelexec.remote;

import dev.parallelexec.jvm.ArgumentFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A script for {@code sh} on a node, which reads it from its standard input. What is in it needs no
 * quotes that would hold or break with the number of shells on the way, stands in no list of
 * processes, and may be long.
 *
 * <p>All of it is one compound command: a shell has read that to its end before it runs anything.
 * What comes behind it must not be sent before the script {@linkplain #marker has said} its first
 * line: dash up to 0.5.12 and busybox read as much as there is, and would take the next line, which
 * is a secret, for a command.
 *
 * <p>For one thread.
 */
final class Script {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
  private final String token = random();

  /** Begins a script, which knows its node as {@code $px_node}. */
  Script() throws IOException {
    add("{\n").set("px_token", token).part("begin");
  }

  /** 128 bits as hexadecimal digits, which nobody guesses. */
  static String random() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** What its answers begin with, each a line: the rest is said by who knows what. */
  String marker() {
    return "parallel-exec " + token + " ";
  }

  /** Adds a part that stands beside this class. */
  Script part(String name) throws IOException {
    try (InputStream in = Script.class.getResourceAsStream(name + ".sh")) {
      if (in == null) {
        throw new IOException("the plugin does not hold its own " + name + ".sh");
      }
      bytes.writeBytes(in.readAllBytes());
      return this;
    }
  }

  /** Adds a text, in ASCII. */
  Script add(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /**
   * Adds a word whose value is the text, whatever is in it.
   *
   * @param what the text is, for people
   * @throws IOException where no shell could have such a value
   */
  Script word(String what, String text) throws IOException {
    return word(what, ArgumentFile.encoded(text));
  }

  /** The same for bytes. */
  Script word(String what, byte[] text) throws IOException {
    bytes.write('\'');
    for (byte b : text) {
      if (b == 0) {
        throw new IOException(what + " has a zero character, which cannot go to a node");
      } else if (b == '\'') {
        bytes.writeBytes(new byte[] {'\'', '\\', '\'', '\''});
      } else {
        bytes.write(b);
      }
    }
    bytes.write('\'');
    return this;
  }

  /** Sets a variable of the script. */
  Script set(String name, String value) throws IOException {
    return add(name).add("=").word(name, value).add("\n");
  }

  /** The whole script. */
  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.size() + 2);
    whole.writeBytes(bytes.toByteArray());
    whole.write('}');
    whole.write('\n');
    return whole.toByteArray();
  }
}
