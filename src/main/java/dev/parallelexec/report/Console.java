package dev.parallelexec.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where people read along. One call is one block: it may hold many lines and is never broken up by
 * what other modules print. Called from any thread, also at once for different lists; no call may
 * throw.
 */
public interface Console {
  /**
   * Of a terminal.
   *
   * @param columns how many characters a line has room for
   * @param rows how many lines
   */
  record Size(int columns, int rows) {}

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

  /**
   * The normal course, of which all but the first line is looked at only by those who want to.
   *
   * @param title the first line
   * @param block what stands below it, each line after a line end; not empty
   */
  default void folded(String title, String block) {
    info(title + block);
  }

  /**
   * A line for a program that reads along, as a CI service does: to standard output as it is,
   * behind all that was printed before. Where nobody reads along it does nothing.
   */
  default void command(String line) {}

  /** Several calls that nothing else of this build's lists comes between. */
  default void together(Runnable calls) {
    calls.run();
  }

  /**
   * Shows lines at the bottom of the terminal, below everything that is printed, instead of those
   * that were there. Cheap to call often: the terminal sees at most ten a second.
   *
   * @param lines none to have the bottom free again
   */
  default void footer(List<String> lines) {}

  /** How large the terminal is at this moment; null where there is none that has a footer. */
  default @Nullable Size terminal() {
    return null;
  }
}
