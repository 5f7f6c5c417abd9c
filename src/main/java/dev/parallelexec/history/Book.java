package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The journal of an execution: what it said when it was opened, and what this run adds. The file
 * stays as it is until something differs from what it says. Thread-safe.
 */
final class Book implements AutoCloseable {
  private final Path file;
  private final String run;
  private final Asked asked;
  private final Voice voice;
  private final LastRun last;
  private final Ledger ledger;
  private final Neighbours neighbours;
  private final Set<String> surroundings = new HashSet<>();
  private volatile @Nullable Journal journal;

  /**
   * Own fingerprints of tasks that are up to date, which the file knows; used until that begins.
   */
  private final List<String> known = new ArrayList<>();

  /** Whether the file says of a run in which all is up to date what that would write itself. */
  private final boolean good;

  /** Reads what there is, but not where nobody needs it: a list may have a million tasks. */
  Book(Path file, String run, Asked asked, Voice voice) {
    this.file = file;
    this.run = run;
    this.asked = asked;
    this.voice = voice;
    boolean needed =
        asked.incremental() || asked.resume() != Resume.NONE || !JournalReader.plain(file);
    boolean ends = asked.resume() != Resume.NONE;
    this.last = needed ? JournalReader.read(file, ends, voice::debug) : new LastRun();
    this.ledger = new Ledger(last.tasks);
    this.neighbours = new Neighbours(file, voice);
    this.good = last.known && last.complete && last.passed && asked.whole() && !ends;
  }

  LastRun last() {
    return last;
  }

  Ledger ledger() {
    return ledger;
  }

  /** The other lists of the module. */
  Neighbours neighbours() {
    return neighbours;
  }

  /** A task is asked for: the run's own file begins, unless the last one's may do. */
  void start() {
    if (!good) {
      begin();
    }
  }

  /** Begins the run's own file with what still counts; the second call does nothing. */
  Journal begin() {
    Journal begun = journal;
    return begun == null ? beginOnce() : begun;
  }

  private synchronized Journal beginOnce() {
    Journal begun = journal;
    if (begun == null) {
      begun = Journal.begin(file, voice, this::carry);
      for (String own : known) {
        begun.append(Records.passed(own));
      }
      known.clear();
      journal = begun;
    }
    return begun;
  }

  private void carry(Journal.Head head) throws IOException {
    head.record(Records.run(run, last.tasks.isEmpty() && !asked.incremental()));
    Set<String> named = new TreeSet<>();
    last.tasks.values().forEach(task -> named.add(task.surroundings()));
    for (String hash : named) {
      Surroundings known = last.surroundings.get(hash);
      if (known != null) {
        head.record(Records.surroundings(known));
        surroundings.add(hash);
      }
    }
    last.carry(head);
    if (asked.resume() != Resume.NONE) {
      // A resumed run goes on with the last one: who is left out now is left out next time.
      last.ends.carry(head);
      if (last.complete) {
        head.record(Records.complete());
      }
    }
  }

  /** A task is up to date. */
  void upToDate(String own) {
    synchronized (this) {
      if (good && journal == null) {
        known.add(own);
        return;
      }
    }
    passed(own);
  }

  /** A task passed of which nothing else is to be remembered. */
  void passed(String own) {
    begin().append(Records.passed(own));
  }

  /** A task ended. */
  void ended(String id, End end) {
    begin().append(Records.ended(id, end));
  }

  /** What is to be remembered of a task, instead of what was. */
  void entry(Entry entry, Surroundings around) {
    Journal to = begin();
    synchronized (surroundings) {
      if (entry.passed() && surroundings.add(around.hash())) {
        to.append(Records.surroundings(around));
      }
    }
    to.append(Records.entry(entry));
  }

  /** A task is gone. */
  void gone(String id) {
    begin().append(Records.gone(id));
  }

  /** All tasks of the list have ended. Of a list that never had any nothing is written. */
  void complete() {
    boolean same = good && journal == null && known.size() == last.ended;
    if (!same && (journal != null || Files.exists(file))) {
      begin().append(Records.complete());
    }
  }

  /** What was added is safe from the end of this process. */
  void flush() {
    Journal begun = journal;
    if (begun != null) {
      begun.flush();
    }
  }

  /** The second call does nothing. */
  @Override
  public void close() {
    Journal begun = journal;
    if (begun != null) {
      begun.close();
    }
  }
}
