package dev.parallelexec.history;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which list of a build writes which file, so that one does not remove, as left by a task of its
 * own that is gone, what a task of another list has written: items move between executions. For any
 * thread.
 */
public final class Claimed {
  private static final String KEY = "outputs";

  private final Map<Path, Object> lists;

  /**
   * The one of a build.
   *
   * @param shared found by every realm of the plugin in this build; JDK types only
   */
  @SuppressWarnings("unchecked") // ours under our key, in whichever class loader it was made
  public Claimed(Map<String, Object> shared) {
    this.lists =
        (Map<Path, Object>)
            shared.computeIfAbsent(KEY, key -> new ConcurrentHashMap<Path, Object>());
  }

  /** A list is going to write a file, or has; the first one of several stays. */
  void add(Path file, Object list) {
    lists.putIfAbsent(file, list);
  }

  /** Whether a list other than that one writes a file. */
  boolean byOther(Path file, Object list) {
    Object writer = lists.get(file);
    return writer != null && writer != list;
  }
}
