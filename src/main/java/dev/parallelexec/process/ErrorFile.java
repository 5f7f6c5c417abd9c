package dev.parallelexec.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM wrote about its own crash, {@code hs_err_pid<pid>.log}.
 *
 * @param path where it is
 * @param users whether it is where the user's {@code -XX:ErrorFile} wanted it, and stays there
 * @param cause as {@code SIGSEGV (0xb)}; empty where it does not say
 * @param frame the problematic one, as {@code C [libc.so.6+0x9f3c]}; empty where it does not say
 * @param memory what could not be had, where the JVM ended for want of memory; else empty
 */
record ErrorFile(Path path, boolean users, String cause, String frame, String memory) {
  /** What is longer is cut; the usual size is a tenth of a megabyte. */
  static final int MOST_BYTES = 4 << 20;

  /** What is looked for stands in the first lines. */
  private static final int HEAD_BYTES = 16 * 1024;

  private static final String HEAP = "fatal error: OutOfMemory encountered: ";

  /** Reads the file; null where there is none. */
  static @Nullable ErrorFile read(Path path, boolean users) {
    try (InputStream in = Files.newInputStream(path)) {
      String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
      return parsed(path, users, head.lines().toList());
    } catch (IOException e) {
      return null; // it was not that kind of death
    }
  }

  private static ErrorFile parsed(Path path, boolean users, List<String> lines) {
    String cause = "";
    String frame = "";
    String memory = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = said(lines, i);
      if (line.startsWith("Problematic frame:")) {
        frame = said(lines, i + 1);
      } else if (line.startsWith("There is insufficient memory")) {
        memory = said(lines, i + 1);
      } else if (line.startsWith(HEAP)) {
        memory = line.substring(HEAP.length());
      } else if (cause.isEmpty() && (line.contains(", pid=") || line.contains(" at pc="))) {
        cause = line.replaceFirst("(,? at pc=|, pid=).*", "");
      }
    }
    return new ErrorFile(path, users, cause, frame, memory);
  }

  /** A line of the head without its mark; what is no line of the head says nothing. */
  private static String said(List<String> lines, int index) {
    boolean head = index < lines.size() && lines.get(index).startsWith("#");
    return head ? lines.get(index).substring(1).strip() : "";
  }

  /** {@code hs_err_pid4713.log}. */
  String name() {
    return String.valueOf(path.getFileName());
  }

  /** Where in the program it was, in one line; empty where the file does not say. */
  String where() {
    String at = frame.isEmpty() ? "" : "problematic frame: " + frame;
    return cause.isEmpty() || at.isEmpty() ? cause + at : cause + ", " + at;
  }

  /**
   * Moves it into a directory, which is made.
   *
   * @throws IOException where that cannot be done; the file may be gone all the same
   */
  void moveTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path to = directory.resolve(name());
    try (InputStream in = Files.newInputStream(path);
        OutputStream out = Files.newOutputStream(to)) {
      out.write(in.readNBytes(MOST_BYTES));
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
