package dev.parallelexec.history;

import java.io.IOException;
import java.util.Map;

/** Removes the outputs of tasks that are gone, at the end of a list that had all its tasks. */
final class Sweep {
  private final Book book;
  private final OneWriter writers;
  private final OutputFiles files;
  private final Voice voice;

  Sweep(Book book, OneWriter writers, OutputFiles files, Voice voice) {
    this.book = book;
    this.writers = writers;
    this.files = files;
    this.voice = voice;
  }

  /** Everything that no task of this run stands for. */
  void run() {
    Neighbours neighbours = book.neighbours().again();
    for (Entry gone : book.ledger().open()) {
      try {
        remove(gone, neighbours);
        // Where it was renamed, the entry of the new task with the old id counts.
        if (!book.ledger().known(gone.id())) {
          book.gone(gone.id());
        }
      } catch (IOException e) {
        voice.trouble("Outputs of " + gone.id() + ", which is gone, cannot be removed", e);
      }
    }
  }

  private void remove(Entry gone, Neighbours neighbours) throws IOException {
    for (Map.Entry<String, Boolean> output : files.present(gone).entrySet()) {
      String name = output.getKey();
      // Of two lists that made a file the last one to have the task removes it: the other one need
      // not be part of this build.
      if (book.ledger().owner(name) != null || writers.others(name) || neighbours.hold(name)) {
        continue;
      }
      if (output.getValue()) {
        files.sweep(name);
        voice.debug(name + " is removed: no task writes it any more");
      } else {
        voice.notice(
            name
                + " stays, though no task writes it any more: somebody changed it since "
                + gone.id()
                + " wrote it");
      }
    }
  }
}
