package dev.parallelexec.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs left that nobody looked after yet, and which task of this run owns which file.
 * Thread-safe.
 */
final class Ledger {
  private final Map<String, Entry> open;
  private final Collection<Entry> before;
  private final Set<String> met = new HashSet<>();
  private final Map<String, String> owners = new HashMap<>();
  private @Nullable Map<String, List<Entry>> alike;

  /** The files of all entries; made when a task has run, which most runs do not come to. */
  private @Nullable Set<String> recorded;

  /** Takes what earlier runs left. */
  Ledger(Map<String, Entry> entries) {
    open = new LinkedHashMap<>(entries);
    before = List.copyOf(entries.values());
  }

  /** What a task of this id left; null where nothing is open. */
  synchronized @Nullable Entry of(String id) {
    return open.get(id);
  }

  /** Open entries of other tasks that depended on the same. */
  synchronized List<Entry> alike(String id, Fingerprint of) {
    Map<String, List<Entry>> all = alike;
    if (all == null) {
      all = new HashMap<>();
      for (Entry entry : open.values()) {
        all.computeIfAbsent(entry.of().whole(), whole -> new ArrayList<>()).add(entry);
      }
      alike = all;
    }
    return all.getOrDefault(of.whole(), List.of()).stream()
        .filter(
            entry -> !entry.id().equals(id) && entry.equals(open.get(entry.id())) && entry.passed())
        .toList();
  }

  /** The entry stands for a task of this run, or its files are gone. */
  synchronized void settle(Entry entry) {
    open.remove(entry.id(), entry);
  }

  /** What nobody settled, in the order of the earlier run. */
  synchronized List<Entry> open() {
    return new ArrayList<>(open.values());
  }

  /**
   * A task of this run wrote these files, or wrote them earlier and need not again.
   *
   * @return the id of one that did the same, then nothing is changed; else null
   */
  synchronized @Nullable Clash claim(String id, Iterable<String> files) {
    for (String file : files) {
      String owner = owners.get(file);
      if (owner != null && !owner.equals(id)) {
        return new Clash(owner, file);
      }
    }
    files.forEach(file -> owners.put(file, id));
    return null;
  }

  /**
   * Whether another task is known to have written a file, now or in an earlier run, so that it is
   * not one that came from elsewhere.
   */
  synchronized boolean written(String file) {
    Set<String> all = recorded;
    if (all == null) {
      all = new HashSet<>();
      for (Entry entry : before) {
        all.addAll(entry.own());
      }
      recorded = all;
    }
    return all.contains(file) || owners.containsKey(file);
  }

  /** A task of this id is in this run. */
  synchronized void met(String id) {
    met.add(id);
  }

  /** Whether one was met. */
  synchronized boolean known(String id) {
    return met.contains(id);
  }

  /** The task of this run that owns a file; null where none does. */
  synchronized @Nullable String owner(String file) {
    return owners.get(file);
  }

  /** One file of two tasks; the other one came first. */
  record Clash(String other, String file) {}
}
