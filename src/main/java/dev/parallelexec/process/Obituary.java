package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.Failure;
import java.util.List;
import java.util.stream.Collectors;

/** Tells why a list cannot go on when its workers die before they do anything. */
final class Obituary {
  private static final int MOST_NAMED = 10;

  private Obituary() {}

  /** {@code worker 2 pid 4713}; of one on another machine {@code worker 2 on node-7 pid 4713}. */
  static String who(Worker worker) {
    String where = worker.node().isEmpty() ? "" : " on " + worker.node();
    return "worker " + worker.slot() + where + " pid " + worker.pid();
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

  /** What ran beside others when not enough memory was left for it. */
  static String noMemory(Worker worker) {
    return who(worker) + " had not enough memory while others ran in it";
  }

  /**
   * Of a worker whose machine was lost, or the link to it; a sentence.
   *
   * @param back what it ran and is tried again
   */
  static String lost(Worker worker, Death death, List<Job> back) {
    return who(worker)
        + " is lost: "
        + death.reason()
        + "; tried again elsewhere, which is not counted as an attempt: "
        + names(back);
  }

  /** Of a worker that found no place, where others have one; a sentence. */
  static String noPlace(Worker worker, Death death) {
    return "worker "
        + worker.slot()
        + " could not be placed, the list goes on with the others: "
        + death.reason();
  }

  /**
   * Of a worker in which several attempts ran; a sentence.
   *
   * @param all of them, of which some may have been ended from outside
   */
  static String inCompany(Worker worker, Death death, List<Job> all) {
    String again = " tried again alone, which is not counted as an attempt: ";
    String why = culprits(all);
    return why.isEmpty()
        ? who(worker)
            + " died while "
            + all.size()
            + " tasks ran in it: "
            + death.reason()
            + "; each of them is"
            + again
            + names(all)
        : who(worker)
            + " was ended because of "
            + why
            + "; what ran beside is"
            + again
            + names(all.stream().filter(job -> job.forced == null).toList());
  }

  /** Why an attempt that ran beside others is blamed with them, as a phrase behind the reason. */
  static String beside(Job job, List<Job> all) {
    String why = culprits(all);
    List<Job> others = all.stream().filter(other -> other != job).toList();
    String who =
        why.isEmpty()
            ? "; " + names(others) + " ran beside it, and which one ended the worker is not known"
            : "; the worker was ended because of " + why;
    return who
        + (job.task.limits().idempotent()
            ? "; it cannot be tried again alone, because the list was stopped"
            : "; idempotent is false, so it is not tried again alone");
  }

  private static String culprits(List<Job> all) {
    return all.stream()
        .filter(job -> job.forced != null)
        .map(job -> job.task.id() + " (" + job.forcedReason + ")")
        .collect(Collectors.joining(", "));
  }

  private static String names(List<Job> jobs) {
    String names =
        jobs.stream().limit(MOST_NAMED).map(job -> job.task.id()).collect(Collectors.joining(", "));
    return jobs.size() <= MOST_NAMED
        ? names
        : names + " and " + (jobs.size() - MOST_NAMED) + " more";
  }

  static String withLastWords(String reason, Death death) {
    String words = death.lastWords();
    return words.isEmpty() ? reason : reason + "\nIt wrote:\n" + words.indent(2).stripTrailing();
  }
}
