package dev.parallelexec.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs left that nobody looked after yet, and which task of this run owns which file.
 * Thread-safe.
 */
final class Ledger {
  private final Map<String, Recorded> before;
  private final Map<String, String> owners = new HashMap<>();

  /** Those of them that were there before all tasks. */
  private final Set<String> older = new HashSet<>();

  private @Nullable Map<String, List<Recorded>> alike;

  /** By task the files of other lists that are its own if it writes them. */
  private final Map<String, Set<String>> takenOver = new HashMap<>();

  /** The files of all entries; made when a task has run, which most runs do not come to. */
  private @Nullable Set<String> recorded;

  /** Takes what earlier runs left. */
  Ledger(Map<String, Recorded> before) {
    this.before = before;
  }

  /** What a task of this id left; null where nothing is open. */
  synchronized @Nullable Recorded of(String id) {
    Recorded recorded = before.get(id);
    return recorded == null || recorded.settled() ? null : recorded;
  }

  /** Open entries of other tasks that depended on the same. */
  synchronized List<Entry> alike(String id, Fingerprint of) {
    if (of.whole().isEmpty()) {
      return List.of();
    }
    Map<String, List<Recorded>> all = alike;
    if (all == null) {
      all = new HashMap<>();
      for (Recorded recorded : before.values()) {
        all.computeIfAbsent(recorded.whole(), whole -> new ArrayList<>(1)).add(recorded);
      }
      alike = all;
    }
    return all.getOrDefault(of.whole(), List.of()).stream()
        .filter(recorded -> !recorded.id().equals(id) && !recorded.settled())
        .map(Recorded::entry)
        .filter(Entry::passed)
        .toList();
  }

  /** What was left by this id stands for a task of this run, or its files are gone. */
  synchronized void settle(String id) {
    Recorded recorded = before.get(id);
    if (recorded != null) {
      recorded.settle();
    }
  }

  /** What nobody settled, in the order of the earlier run. */
  synchronized List<Entry> open() {
    List<Entry> open = new ArrayList<>();
    for (Recorded recorded : before.values()) {
      if (!recorded.settled()) {
        open.add(recorded.entry());
      }
    }
    return open;
  }

  /**
   * A task of this run wrote these files, or wrote them earlier and need not again.
   *
   * @return the id of one that did the same, then nothing is changed; else null
   */
  synchronized @Nullable Clash claim(String id, Set<String> files) {
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
   * Those of the files that a task changed which no task is known to have made: they were there
   * before all of them, somebody's own, so that none may ever remove them.
   */
  synchronized Set<String> older(String id, Set<String> changed) {
    Set<String> taken = takenOver.getOrDefault(id, Set.of());
    Set<String> found = new LinkedHashSet<>();
    for (String file : changed) {
      if (!written(file) && !taken.contains(file)) {
        found.add(file);
      }
    }
    older.addAll(found);
    return found;
  }

  /**
   * Whether another task is known to have written a file, now or in an earlier run, so that it is
   * not one that came from elsewhere.
   */
  synchronized boolean written(String file) {
    Set<String> all = recorded;
    if (all == null) {
      all = new HashSet<>();
      for (Recorded recorded : before.values()) {
        all.addAll(recorded.entry(Fingerprint.NONE).own());
      }
      recorded = all;
    }
    return all.contains(file) || (owners.containsKey(file) && !older.contains(file));
  }

  /** A task may write a file that a task of another list has made. */
  synchronized void takeOver(String id, String file) {
    takenOver.computeIfAbsent(id, key -> new HashSet<>()).add(file);
  }

  /** A task of this id is in this run. */
  synchronized void met(String id) {
    Recorded recorded = before.get(id);
    if (recorded != null) {
      recorded.meet();
    }
  }

  /** Whether one was met that bears the id of an earlier one. */
  synchronized boolean known(String id) {
    Recorded recorded = before.get(id);
    return recorded != null && recorded.met();
  }

  /** The task of this run that owns a file; null where none does. */
  synchronized @Nullable String owner(String file) {
    return owners.get(file);
  }

  /** One file of two tasks; the other one came first. */
  record Clash(String other, String file) {}
}
