package dev.parallelexec.jvm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of a file that {@code java @file} reads, an argument a line.
 *
 * <p>The launcher hands the file's bytes on as they are, and the JVM decodes them by its locale
 * ({@code sun.jnu.encoding}), on 17 as on 25. This JVM made its paths from bytes in the same way,
 * so its own encoding gives them back; what that cannot express is written as UTF-8, for a worker
 * whose environment names another locale than Maven's. A worker in the C locale cannot open a path
 * with letters beyond ASCII at all, however it is told about it.
 */
public final class ArgumentFile {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
  private final Charset charset;

  public ArgumentFile() {
    this(platform());
  }

  ArgumentFile(Charset charset) {
    this.charset = charset;
  }

  /** Adds an argument, whatever is in it. */
  public ArgumentFile add(String argument) {
    bytes.writeBytes(encoded(quoted(argument), charset));
    bytes.write('\n');
    return this;
  }

  /**
   * Adds what a file of the user's says: the launcher does not read a file that is named in
   * another.
   */
  public ArgumentFile include(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("argLine names the argument file @" + file + ", which cannot be read");
    }
    bytes.writeBytes(Files.readAllBytes(file));
    bytes.write('\n');
    return this;
  }

  /** The file's content. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The bytes that this JVM had made a text from, a path or a value of the environment. */
  public static byte[] encoded(String text) {
    return encoded(text, platform());
  }

  private static byte[] encoded(String text, Charset charset) {
    Charset able = charset.newEncoder().canEncode(text) ? charset : StandardCharsets.UTF_8;
    return text.getBytes(able);
  }

  private static String quoted(String argument) {
    StringBuilder quoted = new StringBuilder(argument.length() + 8).append('"');
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      switch (c) {
        case '\\', '"' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\f' -> quoted.append("\\f");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static Charset platform() {
    String name = System.getProperty("sun.jnu.encoding", "");
    return !name.isEmpty() && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }
}
