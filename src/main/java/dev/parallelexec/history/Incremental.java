package dev.parallelexec.history;

import dev.parallelexec.history.Keeping.Begun;
import dev.parallelexec.history.OutputCache.Stored;
import dev.parallelexec.history.OutputCache.StoredFile;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that say what they read or write: whether they are up to date, and what has to go before
 * they run. For the one thread that pulls tasks.
 */
final class Incremental {
  private final Book book;
  private final Asked asked;
  private final Roots roots;
  private final FoundFiles found;
  private final OutputFiles files;
  private final Voice voice;
  private final @Nullable OutputCache cache;
  private final Supplier<Surroundings> source;
  private final Fingerprints fingerprints;
  private final OneWriter writers;
  private @Nullable Surroundings surroundings;

  /** Tasks that ran with an input of which nothing was there; and the first such input. */
  private int blind;

  private String missed = "";

  Incremental(
      Book book,
      History.Options options,
      OneWriter writers,
      FoundFiles found,
      OutputFiles files,
      Voice voice,
      @Nullable OutputCache cache) {
    this.book = book;
    this.asked = options.asked();
    this.roots = options.roots();
    this.found = found;
    this.files = files;
    this.voice = voice;
    this.cache = cache;
    this.source = options.surroundings();
    this.fingerprints = new Fingerprints(roots);
    this.writers = writers;
  }

  /**
   * Whether a task is up to date.
   *
   * @param why it runs; empty where it need not
   * @param entry by which it need not; null where it has to
   * @param of what it depends on, all of it where it has to run
   */
  record Verdict(String why, @Nullable Entry entry, Fingerprint of) {}

  /** What all tasks have in common, computed when it is first asked for. */
  Surroundings surroundings() {
    Surroundings known = surroundings;
    if (known == null) {
      try {
        known = source.get();
      } catch (UncheckedIOException e) {
        known = Surroundings.UNKNOWN;
        trouble("What the tasks depend on cannot be read", e.getCause());
      }
      surroundings = known;
    }
    return known;
  }

  private void trouble(String what, @Nullable IOException e) {
    voice.trouble(what, e == null ? new IOException(what) : e);
  }

  /** What a task depends on now; {@link Fingerprint#NONE} where that cannot be read. */
  Fingerprint fingerprint(Task task) {
    try {
      return fingerprints.of(task, found.inputs(task.claims().inputs()), surroundings());
    } catch (IOException e) {
      trouble("The inputs of the task " + task.id() + " cannot be read", e);
      return Fingerprint.NONE;
    }
  }

  /** Sees to it that no other task declares the same output. */
  void alone(Task task) throws EngineException {
    book.ledger().met(task.id());
    String clash = writers.add(task);
    if (clash != null) {
      throw new EngineException(clash);
    }
  }

  /** Decides, and changes nothing. */
  Verdict on(Task task, Fingerprint of) {
    if (asked.force()) {
      return runs(task, of, Reasons.FORCE);
    }
    Recorded recorded = book.ledger().of(task.id());
    String why = null;
    if (recorded != null && recorded.same(of)) {
      Entry entry = recorded.entry(of);
      why = flaw(entry);
      if (why == null) {
        return new Verdict("", entry, of);
      }
    }
    // Of a filtered run nobody knows whose the other one is.
    List<Entry> others = asked.whole() ? book.ledger().alike(task.id(), of) : List.<Entry>of();
    for (Entry other : others) {
      if (flaw(other) == null) {
        return new Verdict("", other, of);
      }
    }
    if (why != null) {
      return runs(task, of, why);
    }
    Entry before = recorded == null ? null : recorded.entry();
    Surroundings then =
        before == null ? null : book.last().surroundings.get(before.of().surroundings());
    Fingerprint now = of.with(fingerprints.parts(task));
    return new Verdict(Reasons.changed(before, now, then, surroundings()), null, now);
  }

  private Verdict runs(Task task, Fingerprint of, String why) {
    return new Verdict(why, null, of.with(fingerprints.parts(task)));
  }

  /** What keeps an entry from standing for the task; null where nothing does. */
  private @Nullable String flaw(Entry entry) {
    try {
      return asked.reduced() && entry.object().isEmpty() ? Reasons.NO_OBJECT : files.damage(entry);
    } catch (IOException e) {
      trouble("The outputs of the task " + entry.id() + " cannot be read", e);
      return "its outputs cannot be read";
    }
  }

  /** Whether what a task left, which the last run saw pass, is still there; else why it is not. */
  String left(Task task, Fingerprint of) {
    Recorded recorded = book.ledger().of(task.id());
    Entry before = recorded == null ? null : recorded.entry();
    if (before == null || !before.of().own().equals(of.own())) {
      return Reasons.NOT_RECORDED;
    }
    String flaw = flaw(before);
    return flaw == null ? "" : flaw;
  }

  /** A task need not run because of an entry. */
  void keep(Task task, Entry entry) {
    book.ledger().settle(entry.id());
    book.ledger().claim(task.id(), entry.own());
    try {
      writers.wrote(entry.own());
    } catch (IOException e) {
      trouble("The outputs of the task " + task.id() + " cannot be found", e);
    }
    if (!entry.id().equals(task.id())) {
      book.gone(entry.id());
      book.entry(entry.renamed(task.id()), surroundings());
    }
  }

  /**
   * Removes what the task left when it last ran, so that what it writes no longer does not stay.
   */
  void clear(Task task, Fingerprint of) {
    Recorded recorded = book.ledger().of(task.id());
    if (recorded == null) {
      return;
    }
    book.ledger().settle(task.id());
    Entry before = recorded.entry(Fingerprint.NONE);
    try {
      for (Map.Entry<String, Boolean> output : files.present(before).entrySet()) {
        String name = output.getKey();
        String writer = writers.of(name);
        boolean others = book.ledger().owner(name) != null || writers.others(name);
        boolean declared = task.id().equals(writer);
        // What somebody changed is his, unless the task is about to write it anyway.
        if (!others && (declared || (writer == null && output.getValue()))) {
          if (!of.inputs().containsKey(name)) {
            files.delete(name);
          }
        }
      }
    } catch (IOException e) {
      trouble("Outputs of an earlier run of the task " + task.id() + " cannot be removed", e);
    }
  }

  /** From the cache; null where it has nothing of use. */
  @Nullable Entry restored(Task task, Fingerprint of) {
    OutputCache from = cache;
    if (from == null || asked.force() || of.whole().isEmpty()) {
      return null;
    }
    try {
      Stored stored = from.restore(of.whole());
      if (stored == null) {
        return null;
      }
      Map<String, String> outputs = new LinkedHashMap<>();
      stored.outputs().forEach(file -> outputs.put(file.path(), file.hash()));
      String object = End.text(stored.object());
      Entry entry = new Entry(task.id(), of, outputs, Set.of(), stored.value(), object);
      if (flaw(entry) == null && book.ledger().claim(task.id(), outputs.keySet()) == null) {
        writers.wrote(outputs.keySet());
        book.entry(entry, surroundings());
        return entry;
      }
    } catch (IOException e) {
      trouble("The outputs of the task " + task.id() + " cannot be restored", e);
    }
    return null;
  }

  /** A task runs. */
  Begun begin(Task task, Fingerprint of) {
    String missing = missing(task, of);
    if (!missing.isEmpty()) {
      blind++;
      missed = missed.isEmpty() ? missing + " of the task " + task.id() : missed;
    }
    files.makeRoom(task.claims().outputs());
    return new Begun(of, surroundings(), before(task, of));
  }

  /** The first input of which nothing is there; empty where there is none. */
  private static String missing(Task task, Fingerprint of) {
    List<FilePattern> inputs = task.claims().inputs();
    if (!inputs.isEmpty() && of.inputs().isEmpty() && !of.own().isEmpty()) {
      return inputs.get(0).text();
    }
    for (Map.Entry<String, String> input : of.inputs().entrySet()) {
      if (input.getValue().equals(FoundFiles.MISSING)) {
        return input.getKey();
      }
    }
    return "";
  }

  /** No further task comes: a word about those that ran and may not run when they should. */
  void end() {
    if (blind > 0) {
      String others = blind == 2 ? "another" : (blind - 1) + " others";
      voice.notice(
          "Nothing is there of the input "
              + missed
              + (blind == 1 ? "" : ", and likewise of " + others)
              + ": if another file is meant, its changes will not make the task run");
    }
  }

  /** What is there already where a task is to write; null where that cannot be read. */
  private @Nullable Map<String, String> before(Task task, Fingerprint of) {
    try {
      Map<String, String> before = files.before(task.claims().outputs());
      book.neighbours().handOn(task.id(), before.keySet(), of, book.ledger(), found);
      return before;
    } catch (IOException e) {
      trouble("The outputs of the task " + task.id() + " cannot be read", e);
      return null;
    }
  }

  /** What the cache is told of an entry; null where it must not know it. */
  static @Nullable Stored storable(Entry entry, byte[] object) {
    List<StoredFile> outputs = new ArrayList<>();
    for (Map.Entry<String, String> output : entry.outputs().entrySet()) {
      // What lies elsewhere is nobody's business there; what is not the task's own must not come
      // over what somebody else has in its place.
      if (!Roots.inside(output.getKey()) || entry.foreign().contains(output.getKey())) {
        return null;
      }
      outputs.add(new StoredFile(output.getKey(), output.getValue()));
    }
    return new Stored(entry.value(), object, outputs);
  }
}
