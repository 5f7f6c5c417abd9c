package dev.parallelexec.history;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a journal says, read to its end. Filled by {@link JournalReader}, then for one thread. */
final class LastRun {
  /** The file. */
  byte[] bytes = {};

  /** What is remembered of tasks, by id. */
  final Map<String, Recorded> tasks = new LinkedHashMap<>();

  final Map<String, Surroundings> surroundings = new LinkedHashMap<>();
  final Ends ends = new Ends();

  /** Whether there was a run at all. */
  boolean known;

  /** How many tasks ended in it, and whether all of them passed. */
  int ended;

  boolean passed = true;

  /** Whether all its tasks ended, so that a task it does not know is a new one. */
  boolean complete;

  /** Hands what is remembered of tasks on to the next journal; mostly it is all in one piece. */
  void carry(Journal.Head head) throws IOException {
    int from = 0;
    int end = 0;
    for (Recorded task : tasks.values()) {
      if (task.from() != end) {
        head.records(bytes, from, end);
        from = task.from();
      }
      end = task.end();
    }
    head.records(bytes, from, end);
  }
}
