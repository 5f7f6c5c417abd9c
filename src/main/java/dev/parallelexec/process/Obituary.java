package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.Failure;

/** Tells why a list cannot go on when its workers die before they do anything. */
final class Obituary {
  private Obituary() {}

  /** {@code worker 2 pid 4713}. */
  static String who(Worker worker) {
    return "worker " + worker.slot() + " pid " + worker.pid();
  }

  /** Every worker dies between its tasks. */
  static EngineException neverStarts(Death death) {
    return new EngineException(
        withLastWords("Workers die before they start a task: " + death.reason(), death));
  }

  /**
   * A worker died before it was ready.
   *
   * @param initializer what it called then, as users write it; empty where there is none
   * @param command how it was started
   * @param kept what became of its JVM's own report, as a phrase
   */
  static EngineException neverReady(Death death, String initializer, String command, String kept) {
    Failure thrown = death.initializer();
    if (thrown != null) {
      String stack = thrown.stack().isEmpty() ? thrown.headline() : thrown.stack();
      return new EngineException("The initializer failed: " + stack);
    }
    String what =
        switch (death.stage()) {
          case STARTING -> "A worker could not be started: ";
          case INITIALIZING, READY ->
              initializer.isEmpty()
                  ? "A worker died before its first task: "
                  : "A worker died in the initializer " + initializer + ": ";
        };
    ErrorFile file = death.errorFile();
    String where = file == null || file.where().isEmpty() ? "" : "\n" + file.where();
    return new EngineException(
        withLastWords(what + death.reason() + kept + where, death) + "\nIts command: " + command);
  }

  static String withLastWords(String reason, Death death) {
    String words = death.lastWords();
    return words.isEmpty() ? reason : reason + "\nIt wrote:\n" + words.indent(2).stripTrailing();
  }
}
