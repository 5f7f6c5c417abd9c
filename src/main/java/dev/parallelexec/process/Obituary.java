package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.Failure;

/** Tells why a list cannot go on when its workers die before they do anything. */
final class Obituary {
  private Obituary() {}

  /** Every worker dies between its tasks. */
  static EngineException neverStarts(Death death) {
    return new EngineException(
        withLastWords("Workers die before they start a task: " + death.reason(), death));
  }

  /** A worker died before it was ready. */
  static EngineException neverReady(Death death, String command) {
    Failure thrown = death.initializer();
    if (thrown != null) {
      String stack = thrown.stack().isEmpty() ? thrown.headline() : thrown.stack();
      return new EngineException("The initializer failed: " + stack);
    }
    return new EngineException(
        withLastWords("A worker could not be started: " + death.reason(), death)
            + "\nIts command: "
            + command);
  }

  static String withLastWords(String reason, Death death) {
    String words = death.lastWords();
    return words.isEmpty() ? reason : reason + "\nIt wrote:\n" + words.indent(2).stripTrailing();
  }
}
