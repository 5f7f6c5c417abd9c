package dev.parallelexec.history;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a journal says, read to its end. Filled by {@link JournalReader}, then for one thread. */
final class LastRun {
  final Map<String, Entry> entries = new LinkedHashMap<>();
  final Map<String, Surroundings> surroundings = new LinkedHashMap<>();
  final Ends ends = new Ends();

  /** Whether there was a run at all. */
  boolean known;

  /** Whether all its tasks ended, so that a task it does not know is a new one. */
  boolean complete;
}
