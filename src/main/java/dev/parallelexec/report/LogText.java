package dev.parallelexec.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a task printed, read back from its log for a page: its beginning and its end, bounded. */
final class LogText {
  /** Longer lines are cut: nobody reads them, and browsers are slow with them. */
  static final int MOST_LINE = 2_000;

  /** Says nothing where there was no second one. */
  private static final String FIRST = "=== attempt 1";

  private LogText() {}

  /**
   * The output without what we appended to it about the last attempt's end, which is told beside
   * it. Empty where there is none, or the log cannot be read any more.
   *
   * @param most about how many characters are wanted
   */
  static String output(Path directory, EndedTask task, int most) throws IOException {
    String ending = TaskLogs.ending(task.last()).stripTrailing();
    // Room for the ending, which is taken away again.
    String text = PlainText.of(read(directory.resolve(task.log()), most + ending.length()));
    text = text.stripTrailing();
    String plainEnding = PlainText.of(ending).stripTrailing();
    if (text.endsWith(plainEnding)) {
      text = text.substring(0, text.length() - plainEnding.length()).stripTrailing();
    }
    boolean alone = task.tries() == 1 && text.startsWith(FIRST);
    return lines(alone ? text.substring(FIRST.length()).stripLeading() : text);
  }

  private static String read(Path log, int most) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      if (length <= most) {
        return part(file, 0, (int) length);
      }
      int half = most / 2;
      String left = "\n… " + (length - 2L * half) + " bytes are left out here, see the log …\n";
      return part(file, 0, half) + left + part(file, length - half, half);
    } catch (IOException e) {
      // The user may have taken it away: a page without it is still a page.
      return "";
    }
  }

  private static String part(RandomAccessFile file, long from, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(from);
    file.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String lines(String text) {
    if (text.length() <= MOST_LINE) {
      return text;
    }
    StringBuilder lines = new StringBuilder(text.length());
    text.lines().forEach(line -> lines.append(cut(line)).append('\n'));
    return lines.toString().stripTrailing();
  }

  private static String cut(String line) {
    return line.length() <= MOST_LINE
        ? line
        : line.substring(0, MOST_LINE) + "… (" + line.length() + " characters)";
  }
}
