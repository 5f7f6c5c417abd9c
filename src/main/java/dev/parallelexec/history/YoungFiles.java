package dev.parallelexec.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that were read so soon after their last change that they may have been changed once more
 * within the same tick of the file system's clock, as the outputs of tasks are. Read once more when
 * that tick is over, and found with the same times, they are what they will be until those change.
 * No two clocks are compared: what counts is the time between the two looks. Thread-safe.
 */
final class YoungFiles {
  /** Of Linux's file systems none has a longer one, but those that tell whole seconds only. */
  private static final long TICK_MILLIS = 100;

  private static final long WHOLE_SECONDS_MILLIS = 2_000;

  /** So much is read once more, at the end of a list: some tenths of a second. */
  private static final int MOST_FILES = 20_000;

  private static final long MOST_BYTES = 32L << 20;
  private static final long LARGEST = 1L << 20;

  private final Clock clock;
  private final ConcurrentMap<String, Young> files = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  YoungFiles(Clock clock) {
    this.clock = clock;
  }

  /** A file, as it was when it was read, and when that was. */
  private record Young(Path file, FileState state, long millis) {}

  /** Told of one that is old enough. */
  interface Grown {
    void is(String key, FileState state, String hash);
  }

  /**
   * Remembers one, unless there are too many.
   *
   * @param key by which it is told of later
   * @param state before it was read, and after
   */
  void add(String key, Path file, FileState state) {
    if (state.size() <= LARGEST
        && files.size() < MOST_FILES
        && bytes.addAndGet(state.size()) <= MOST_BYTES) {
      files.put(key, new Young(file, state, clock.millis()));
    }
  }

  /**
   * Reads again what is old enough by now, and forgets all of them. Where there are many, the last
   * ones grow old enough while the others are read.
   */
  void settle(Grown grown) {
    boolean some = true;
    while (some) {
      some = false;
      Iterator<Map.Entry<String, Young>> all = files.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<String, Young> file = all.next();
        Young young = file.getValue();
        if (clock.millis() - young.millis >= tick(young.state)) {
          some = true;
          all.remove();
          settle(file.getKey(), young, grown);
        }
      }
    }
    files.clear();
  }

  private static void settle(String key, Young young, Grown grown) {
    try {
      String hash = Sha256.of(young.file, young.state.size());
      FileState now = FileState.of(young.file);
      if (now != null && now.same(young.state)) {
        grown.is(key, now, hash);
      }
    } catch (IOException e) {
      // Then it is read when somebody asks for it.
    }
  }

  /** The longest tick of the file system that told this, in milliseconds. */
  static long tick(FileState state) {
    boolean fine = state.changed() % TimeUnit.SECONDS.toNanos(1) != 0;
    return fine ? TICK_MILLIS : WHOLE_SECONDS_MILLIS;
  }
}
