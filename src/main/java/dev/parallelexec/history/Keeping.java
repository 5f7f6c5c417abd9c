package dev.parallelexec.history;

import dev.parallelexec.history.OutputCache.Stored;
import dev.parallelexec.history.OutputFiles.Written;
import dev.parallelexec.task.FilePattern;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down what came of tasks that say what they read or write. Thread-safe. */
final class Keeping {
  private final Book book;
  private final OneWriter writers;
  private final OutputFiles files;
  private final Voice voice;
  private final @Nullable OutputCache cache;

  Keeping(
      Book book, OneWriter writers, OutputFiles files, Voice voice, @Nullable OutputCache cache) {
    this.book = book;
    this.writers = writers;
    this.files = files;
    this.voice = voice;
    this.cache = cache;
  }

  /**
   * What was known of a task when it was handed over.
   *
   * @param of what it depends on
   * @param surroundings to which that belongs
   * @param before see {@link OutputFiles#before}; null where that cannot be read
   */
  record Begun(Fingerprint of, Surroundings surroundings, @Nullable Map<String, String> before) {}

  /** A task has ended. */
  void ended(TaskResult result, byte[] object, Begun begun) {
    Task task = result.task();
    String id = task.id();
    Map<String, String> before = begun.before();
    try {
      if (before == null) {
        throw new IOException("what was there before is not known");
      }
      Written written = files.after(task.claims().outputs(), before);
      // What another task wrote is looked at where that one is.
      written.foreign().stream().filter(book.ledger()::written).toList().forEach(written::drop);
      Set<String> wrote = written.own();
      writers.wrote(wrote);
      written.foreign().addAll(book.ledger().older(id, written.changed()));
      if (result.outcome() == Outcome.PASSED && !begun.of().whole().isEmpty()) {
        passed(result, object, begun, written, wrote);
      } else {
        left(id, written, begun);
      }
    } catch (IOException e) {
      voice.trouble("The outputs of the task " + id + " cannot be read", e);
      book.entry(Entry.left(id, Map.of()), begun.surroundings());
    }
    if (!begun.of().own().isEmpty()) {
      // The result is in the entry.
      book.ended(id, new End(result.outcome().label(), begun.of().own(), "null", ""));
    }
    book.flush();
  }

  private void passed(
      TaskResult result, byte[] object, Begun begun, Written written, Set<String> wrote) {
    String id = result.task().id();
    for (FilePattern nothing : written.nothing()) {
      voice.notice(
          "The task "
              + id
              + " passed, but there is nothing of its output "
              + nothing.text()
              + ": it will run again next time");
    }
    Ledger.Clash clash = book.ledger().claim(id, wrote);
    if (clash != null) {
      clash(id, clash, begun);
    } else if (!written.nothing().isEmpty()) {
      left(id, written, begun);
    } else {
      String kept = End.text(object);
      Entry entry =
          new Entry(
              id, begun.of(), written.contents(), written.foreign(), result.last().value(), kept);
      book.entry(entry, begun.surroundings());
      store(entry, object);
    }
  }

  private void clash(String id, Ledger.Clash clash, Begun begun) {
    voice.notice(
        "The tasks "
            + clash.other()
            + " and "
            + id
            + " both wrote "
            + clash.file()
            + ": they will run again next time, until each has outputs of its own");
    // Whose the files are nobody can tell: they are left alone.
    book.entry(Entry.left(clash.other(), Map.of()), begun.surroundings());
    book.entry(Entry.left(id, Map.of()), begun.surroundings());
  }

  private void left(String id, Written written, Begun begun) {
    Map<String, String> own = new TreeMap<>(written.contents());
    own.keySet().removeAll(written.foreign());
    book.entry(Entry.left(id, own), begun.surroundings());
  }

  private void store(Entry entry, byte[] object) {
    OutputCache to = cache;
    Stored stored = to == null ? null : Incremental.storable(entry, object);
    if (to != null && stored != null) {
      to.store(entry.of().whole(), stored);
    } else if (to != null) {
      voice.debug(
          "The task "
              + entry.id()
              + " is not cached: it has outputs outside the module, or such as were there before");
    }
  }
}
