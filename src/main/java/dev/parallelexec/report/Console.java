package dev.parallelexec.report;

/**
 * Where people read along. One call is one block: it may hold many lines and is never broken up by
 * what other modules print. Called from any thread, also at once for different lists; no call may
 * throw.
 */
public interface Console {
  /** For those who look for a fault. */
  void debug(String block);

  /** The normal course. */
  void info(String block);

  /** Something to look at; nothing failed for good. */
  void warn(String block);

  /** Something did not pass. */
  void error(String block);

  /** Whether ANSI colours are shown. */
  boolean color();

  /** Whether {@link #info} is seen at all; false under {@code -q}. */
  boolean infoEnabled();
}
