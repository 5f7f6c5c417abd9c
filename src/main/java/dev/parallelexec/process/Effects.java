package dev.parallelexec.process;

import java.util.ArrayList;
import java.util.List;

/** What is to be done once a lock is released: calls to listeners, to workers, to other engines. */
final class Effects {
  private final List<Runnable> all = new ArrayList<>(4);

  void add(Runnable effect) {
    all.add(effect);
  }

  /**
   * In the order in which they were added, all of them even where one throws: what follows may be
   * what somebody waits for. An effect may not add further ones.
   */
  void run() {
    run(0);
  }

  private void run(int from) {
    int next = from;
    try {
      while (next < all.size()) {
        all.get(next++).run();
      }
    } finally {
      if (next < all.size()) {
        run(next);
      }
    }
  }
}
