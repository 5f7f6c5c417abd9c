package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the other lists of a module have made, as their journals say: items move between executions.
 * Read when it is first asked for, which most runs do not come to. For one thread.
 */
final class Neighbours {
  private final Path journal;
  private final Voice voice;

  /** By name the contents that a list has recorded as its own. */
  private @Nullable Map<String, Set<String>> made;

  /** Nothing is read yet; the journal is the list's that asks. */
  Neighbours(Path journal, Voice voice) {
    this.journal = journal;
    this.voice = voice;
  }

  /** Those that one reads now, since lists have ended. */
  Neighbours again() {
    return new Neighbours(journal, voice);
  }

  /** Whether one of them says that a file is its own. */
  boolean hold(String name) {
    return made().containsKey(name);
  }

  /**
   * A task is going to write where files are: those that a neighbour has made and nobody has
   * changed since are no user's, and may go with the task. Not what the task reads as well, since
   * people edit what is edited in its place.
   *
   * @param id the task's
   * @param of what the task depends on
   */
  void handOn(String id, Set<String> names, Fingerprint of, Ledger ledger, FoundFiles found)
      throws IOException {
    for (String name : names) {
      boolean written = !of.own().isEmpty() && !of.inputs().containsKey(name);
      if (written
          && !ledger.written(name)
          && hold(name)
          && made().getOrDefault(name, Set.of()).contains(found.hash(name))) {
        ledger.takeOver(id, name);
      }
    }
  }

  private Map<String, Set<String>> made() {
    Map<String, Set<String>> all = made;
    if (all == null) {
      all = new HashMap<>();
      try {
        read(all);
      } catch (IOException e) {
        voice.debug("What other lists of the module have made is not known: " + e);
      }
      made = all;
    }
    return all;
  }

  private void read(Map<String, Set<String>> all) throws IOException {
    Path own = journal.getParent();
    Path module = own == null ? null : own.getParent();
    if (module == null) {
      return;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(module)) {
      for (Path directory : directories) {
        Path other = directory.resolve(journal.getFileName());
        if (!directory.equals(own) && Files.isRegularFile(other)) {
          for (Recorded task : JournalReader.read(other, false, voice::debug).tasks.values()) {
            add(task.entry(Fingerprint.NONE), all);
          }
        }
      }
    } catch (NoSuchFileException e) {
      // No list has run yet.
    }
  }

  private static void add(Entry entry, Map<String, Set<String>> all) {
    Map<String, String> outputs = entry.outputs();
    for (String name : entry.own()) {
      all.computeIfAbsent(name, made -> new HashSet<>(1)).add(outputs.getOrDefault(name, ""));
    }
  }
}
