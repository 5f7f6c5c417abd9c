package dev.parallelexec.report;

import dev.parallelexec.pool.PoolListener;

/** Text of others, made harmless and short enough for one line of ours. */
final class Words {
  static final int MOST_ID = 80;
  static final int MOST_VALUE = 60;
  static final int MOST_MESSAGE = 200;

  private Words() {}

  /** {@code 1 task}, {@code 2 tasks}. */
  static String tasks(int count) {
    return count == 1 ? "1 task" : count + " tasks";
  }

  /** {@code worker 2 pid 4713}; of one on another machine {@code worker 2 on node-7 pid 4713}. */
  static String worker(PoolListener.Worker worker) {
    String node = worker.node().isEmpty() ? "" : " on " + cut(worker.node(), MOST_VALUE);
    String pid = worker.pid() == 0 ? "" : " pid " + worker.pid();
    return "worker " + worker.slot() + node + pid;
  }

  /** A task's id for a status line. */
  static String id(String id) {
    return cut(id, MOST_ID);
  }

  /** A failure's headline for a status line. */
  static String message(String message) {
    return cut(message, MOST_MESSAGE);
  }

  /** A result, as JSON text, for a status line. */
  static String value(String json) {
    return cut(json, MOST_VALUE);
  }

  /**
   * The text in one harmless line of at most so many characters: no ANSI codes, line ends as
   * blanks, other control characters as question marks, the rest behind an ellipsis.
   */
  static String cut(String text, int most) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), most) + 1);
    int at = 0;
    int count = 0;
    while (at < text.length()) {
      int next = PlainText.afterAnsi(text, at);
      if (next > at) {
        at = next;
        continue;
      }
      if (count == most) {
        line.setLength(line.offsetByCodePoints(line.length(), -1));
        return line.append('…').toString();
      }
      int point = text.codePointAt(at);
      line.appendCodePoint(harmless(point));
      at += Character.charCount(point);
      count++;
    }
    return line.toString();
  }

  private static int harmless(int point) {
    if (point == '\n' || point == '\r' || point == '\t' || point == 0x2028 || point == 0x2029) {
      return ' ';
    }
    boolean turnsLine =
        (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    int type = Character.getType(point);
    return turnsLine || type == Character.CONTROL || type == Character.SURROGATE ? '?' : point;
  }
}
