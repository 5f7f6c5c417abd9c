package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;
import java.util.Locale;

/** Words and figures as they stand on pages. */
final class PageWords {
  private PageWords() {}

  /** {@code 10,000}. */
  static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
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
