package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;

/** Words and figures as they stand on pages. */
final class PageWords {
  private PageWords() {}

  /** {@code 10,000}. */
  static String number(int number) {
    StringBuilder text = new StringBuilder().append(number);
    for (int at = text.length() - 3; at > (number < 0 ? 1 : 0); at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }

  /** {@code 1 task}, {@code 10,000 tasks}. */
  static String tasks(int count) {
    return count == 1 ? "1 task" : number(count) + " tasks";
  }

  /** The outcome as people say it. */
  static String of(Outcome outcome) {
    return outcome.label().replace('-', ' ');
  }
}
