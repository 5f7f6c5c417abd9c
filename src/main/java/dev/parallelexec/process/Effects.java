package dev.parallelexec.process;

import java.util.ArrayList;
import java.util.List;

/** What is to be done once a lock is released: calls to listeners, to workers, to other engines. */
final class Effects {
  private final List<Runnable> all = new ArrayList<>(4);

  void add(Runnable effect) {
    all.add(effect);
  }

  /** In the order in which they were added; an effect may not add further ones. */
  void run() {
    for (Runnable effect : all) {
      effect.run();
    }
  }
}
