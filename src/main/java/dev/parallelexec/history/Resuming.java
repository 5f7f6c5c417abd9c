package dev.parallelexec.history;

import org.jspecify.annotations.Nullable;

/** Decides which tasks a resumed run leaves out; for one thread. */
final class Resuming {
  private final Resume kind;
  private final LastRun last;
  private final boolean reduced;
  private int unreached;

  /**
   * Begins.
   *
   * @param reduced whether a reducer needs the results: what has none then runs
   */
  Resuming(Resume kind, LastRun last, boolean reduced) {
    this.kind = kind;
    this.last = last;
    this.reduced = reduced;
  }

  /**
   * What becomes of a task.
   *
   * @param why it runs; empty where it is left out
   * @param end how it ended in the last run; null where it did not
   */
  record Verdict(String why, @Nullable End end) {
    boolean leftOut() {
      return why.isEmpty();
    }
  }

  /** Decides; each end of the last run stands for one task. */
  Verdict on(String id, String own) {
    if (kind == Resume.NONE || !last.known) {
      return new Verdict("there is no last run to resume", null);
    }
    End end = last.ends.take(id, own);
    if (end == null) {
      return new Verdict(unknown(id), null);
    }
    String outcome = "its outcome in the last run was " + end.outcome();
    boolean runs = !end.passed() && (kind == Resume.UNFINISHED || reduced || !end.cancelled());
    return new Verdict(runs ? outcome : "", end);
  }

  private String unknown(String id) {
    End other = last.ends.named(id);
    if (other != null && !other.passed() && !other.cancelled()) {
      return "its outcome in the last run was " + other.outcome() + ", and it changed since";
    } else if (last.complete) {
      return "it is new or changed since the last run";
    } else if (kind == Resume.UNFINISHED || reduced) {
      return "the last run did not reach it";
    }
    unreached++;
    return "";
  }

  /** How many tasks were left out of which the last run says nothing. */
  int unreached() {
    return unreached;
  }
}
