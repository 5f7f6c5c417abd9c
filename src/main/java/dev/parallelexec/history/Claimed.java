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

  /** In the place of a list: there are several, and to each of them another one writes the file. */
  private static final String SEVERAL = "";

  private final Map<Path, String> lists;

  /**
   * The one of a build.
   *
   * @param shared found by every realm of the plugin in this build; JDK types only
   */
  @SuppressWarnings("unchecked") // ours under our key, in whichever class loader it was made
  public Claimed(Map<String, Object> shared) {
    this.lists =
        (Map<Path, String>)
            shared.computeIfAbsent(KEY, key -> new ConcurrentHashMap<Path, String>());
  }

  /** A list is going to write a file, or has. */
  void add(Path file, String list) {
    String writer = lists.putIfAbsent(file, list);
    // Not by the first one alone: where that runs a second time it may not write the file any more.
    if (writer != null && !writer.equals(list)) {
      lists.put(file, SEVERAL);
    }
  }

  /** Whether a list other than that one writes a file. */
  boolean byOther(Path file, String list) {
    String writer = lists.get(file);
    return writer != null && !writer.equals(list);
  }
}
