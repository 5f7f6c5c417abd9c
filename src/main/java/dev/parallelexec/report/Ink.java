package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;

/** Colours, or none. */
record Ink(boolean color) {
  static final String RESET = "\u001b[0m";

  String good(String text) {
    return in("\u001b[1;32m", text);
  }

  String doubtful(String text) {
    return in("\u001b[1;33m", text);
  }

  String bad(String text) {
    return in("\u001b[1;31m", text);
  }

  /** In the colour of an outcome. */
  String of(Outcome outcome, String text) {
    return switch (outcome) {
      case PASSED, UP_TO_DATE -> good(text);
      case CANCELLED -> doubtful(text);
      case FAILED, TIMED_OUT, CRASHED, OUT_OF_MEMORY -> bad(text);
    };
  }

  private String in(String code, String text) {
    return color ? code + text + RESET : text;
  }
}
