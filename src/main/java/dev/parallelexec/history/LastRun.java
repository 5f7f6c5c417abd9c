package dev.parallelexec.history;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a journal says, read to its end. Filled by {@link JournalReader}, then for one thread. */
final class LastRun {
  final Map<String, Entry> entries = new LinkedHashMap<>();

  /** The lines of the entries: where each begins and ends in the file's bytes. */
  final Map<String, int[]> lines = new HashMap<>();

  byte[] bytes = {};
  final Map<String, Surroundings> surroundings = new LinkedHashMap<>();
  final Ends ends = new Ends();

  /** Whether there was a run at all. */
  boolean known;

  /** Whether all its tasks ended, so that a task it does not know is a new one. */
  boolean complete;

  /**
   * Hands the entries on to the next journal; they are remembered, but not how they were written.
   */
  void carry(Journal.Head head) throws IOException {
    for (String id : entries.keySet()) {
      int[] line = lines.get(id);
      if (line != null) {
        head.line(bytes, line[0], line[1]);
      }
    }
    lines.clear();
    bytes = new byte[0];
  }
}
