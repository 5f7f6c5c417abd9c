package dev.parallelexec.report;

import dev.parallelexec.task.Outcome;

/** How loud a line is; says how far it is indented, so that lines of all levels are aligned. */
enum Level {
  INFO(12),
  WARN(9),
  ERROR(11);

  /** How wide a status word is, for what Maven puts before a line of this level. */
  final int width;

  Level(int width) {
    this.width = width;
  }

  static Level of(Outcome outcome) {
    return switch (outcome) {
      case PASSED, UP_TO_DATE -> INFO;
      case CANCELLED -> WARN;
      case FAILED, TIMED_OUT, CRASHED, OUT_OF_MEMORY -> ERROR;
    };
  }

  void print(Console console, String block) {
    switch (this) {
      case INFO -> console.info(block);
      case WARN -> console.warn(block);
      case ERROR -> console.error(block);
    }
  }
}
