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
   * In the order in which they were added; an effect may not add further ones. All of them, even
   * where one throws, because others may wait for what the later ones tell; then that is thrown.
   */
  void run() {
    Throwable first = null;
    for (Runnable effect : all) {
      try {
        effect.run();
      } catch (RuntimeException | Error e) {
        first = first == null ? e : first;
      }
    }
    if (first instanceof Error e) {
      throw e;
    } else if (first instanceof RuntimeException e) {
      throw e;
    }
  }
}
