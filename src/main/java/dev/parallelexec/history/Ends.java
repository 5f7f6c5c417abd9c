package dev.parallelexec.history;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of the last run ended, to be taken one by one: by id, or, since ids may shift, by
 * fingerprint, each only once. For one thread.
 */
final class Ends {
  private final Map<String, End> named = new HashMap<>();

  /** Passes whose id nobody wrote down, counted by fingerprint. */
  private final Map<String, Integer> passes = new HashMap<>();

  private @Nullable Map<String, Deque<String>> ids;

  /** A pass of a task without a name. */
  void add(String own) {
    passes.merge(own, 1, Integer::sum);
  }

  /** An end; a later one of the same task counts. */
  void add(String id, End end) {
    named.put(id, end);
  }

  /** Hands all of them on to the next journal. */
  void carry(Journal.Head head) throws IOException {
    for (Map.Entry<String, Integer> pass : passes.entrySet()) {
      for (int i = 0; i < pass.getValue(); i++) {
        head.record(Records.passed(pass.getKey()));
      }
    }
    for (Map.Entry<String, End> end : named.entrySet()) {
      head.record(Records.ended(end.getKey(), end.getValue()));
    }
  }

  /** How a task with this id ended, whatever it was then; null where that is not known. */
  @Nullable End named(String id) {
    return named.get(id);
  }

  /** How this task ended; null where it is not known, or belongs to an equal one. */
  @Nullable End take(String id, String own) {
    End end = named.get(id);
    if (end != null && end.own().equals(own)) {
      named.remove(id);
      return end;
    }
    if (passes.containsKey(own)) {
      passes.computeIfPresent(own, (key, count) -> count == 1 ? null : count - 1);
      return End.passed(own);
    }
    Deque<String> others = byFingerprint().get(own);
    while (others != null && !others.isEmpty()) {
      End other = named.remove(others.remove());
      if (other != null) {
        return other;
      }
    }
    return null;
  }

  private Map<String, Deque<String>> byFingerprint() {
    Map<String, Deque<String>> all = ids;
    if (all == null) {
      all = new HashMap<>();
      for (Map.Entry<String, End> end : named.entrySet()) {
        all.computeIfAbsent(end.getValue().own(), own -> new ArrayDeque<>()).add(end.getKey());
      }
      ids = all;
    }
    return all;
  }
}
