package dev.parallelexec.history;

import dev.parallelexec.jvm.AtomicFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The contents of files as hashes, remembered by what the file system tells of a file: a file that
 * was not touched since is not opened again.
 *
 * <p>A memory is trusted where size, times and identity are the same as when the file was read, and
 * its last change was two seconds older than that. A younger file may have been changed once more
 * within one tick of the file system's clock (up to two seconds, FAT), which nothing would tell:
 * its hash is right, but not remembered, and the next run that asks reads it again. So does git.
 * Unless it is read once more at the end, see {@link YoungFiles}.
 *
 * <p>Memories are kept in a file. Builds may use it at once: who closes last wins, and the others
 * read some files once more. What was not asked for in 30 days goes, and so does, once a day, what
 * is about files that are gone. Thread-safe.
 */
public final class Contents implements AutoCloseable {
  private static final Duration YOUNG = Duration.ofSeconds(2);
  private static final int KEPT_DAYS = 30;

  /** Between the way of reading and the path. */
  static final char WAY_END = '=';

  private static final String WHOLE = "=";

  private final Path store;
  private final Clock clock;
  private final int today;
  private final int sweptOn;
  private final ConcurrentMap<String, Memory> memories;
  private final YoungFiles young;
  private volatile boolean changed;

  /**
   * What is known of a file.
   *
   * @param state when it was read
   * @param hash see {@link Sha256#hex}
   * @param usedOn when somebody last asked, in days since the epoch
   */
  record Memory(FileState state, String hash, int usedOn) {}

  /** Makes the hash of a file that has to be read. */
  interface Reading {
    /** 32 hex digits. */
    String of(Path file, long size) throws IOException;
  }

  private Contents(Path store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.young = new YoungFiles(clock);
    this.today = (int) Duration.ofMillis(clock.millis()).toDays();
    ContentsFile file = ContentsFile.read(store);
    this.sweptOn = file.sweptOn();
    this.memories = file.memories();
  }

  /**
   * Reads what is remembered; a store that is missing, damaged or of another version remembers
   * nothing. Nothing is written before {@link #close}.
   */
  public static Contents open(Path store) {
    return open(store, Clock.systemUTC());
  }

  static Contents open(Path store, Clock clock) {
    return new Contents(store, clock);
  }

  /**
   * The first 128 bits of the SHA-256 of a file's content, as 32 hex digits; of a symbolic link, of
   * the file that it leads to.
   *
   * @return null where there is no regular file
   * @throws IOException where there is one that cannot be read; its message begins with the path
   */
  public @Nullable String of(Path file) throws IOException {
    return of(file, FileState.of(file));
  }

  /** The same, for one who has looked at the file just now. */
  @Nullable String of(Path file, @Nullable FileState state) throws IOException {
    return of(file, state, WHOLE, Sha256::of);
  }

  /**
   * The same, for one who reads the file in another way.
   *
   * @param state of the file now; null where there is none
   * @param way names the way of reading, so that its memories are kept apart; ends with {@link
   *     #WAY_END}, which it does not have before
   */
  @Nullable String of(Path file, @Nullable FileState state, String way, Reading reading)
      throws IOException {
    String key = way.concat(file.toAbsolutePath().toString());
    if (state == null || !state.isFile()) {
      forget(key);
      return null;
    }
    Memory known = memories.get(key);
    if (known != null && known.state.same(state)) {
      if (known.usedOn != today) {
        remember(key, new Memory(state, known.hash, today));
      }
      return known.hash;
    }
    long before = clock.millis();
    String hash = read(file, state.size(), reading);
    long old = Duration.ofMillis(before).minus(YOUNG).toNanos();
    FileState now = FileState.of(file);
    boolean same = now != null && now.same(state);
    if (same && state.changed() < old) {
      remember(key, new Memory(state, hash, today));
    } else {
      forget(key);
      if (same && way.equals(WHOLE)) {
        young.add(key, file, state);
      }
    }
    return hash;
  }

  /**
   * Reads what was too young once more, so that the next run need not. To be called when a list has
   * ended, and nobody waits for what comes next in milliseconds.
   */
  void settle() {
    young.settle((key, state, hash) -> remember(key, new Memory(state, hash, today)));
  }

  private static String read(Path file, long size, Reading reading) throws IOException {
    try {
      return reading.of(file, size);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A disk that cannot be read does not say which file was meant.
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void remember(String key, Memory memory) {
    memories.put(key, memory);
    changed = true;
  }

  private void forget(String key) {
    if (memories.remove(key) != null) {
      changed = true;
    }
  }

  /**
   * Writes what is remembered, if it is not what was read. What cannot be written is not remembered
   * next time, and nobody is bothered with it. Nobody may ask any more.
   */
  @Override
  public void close() {
    boolean sweep = sweptOn != today && !memories.isEmpty();
    if (sweep) {
      memories.entrySet().removeIf(entry -> stale(entry.getKey(), entry.getValue()));
    }
    if (sweep || changed) {
      changed = false;
      byte[] bytes = new ContentsFile(sweep ? today : sweptOn, memories).bytes();
      try {
        AtomicFile.write(store, out -> out.write(bytes));
      } catch (IOException e) {
        // Then files are read again.
        return;
      }
    }
  }

  /** A look at the file costs, so only for what nobody asked for today. */
  private boolean stale(String key, Memory memory) {
    int unused = today - memory.usedOn;
    return unused > KEPT_DAYS || (unused != 0 && !Files.exists(path(key)));
  }

  private static Path path(String key) {
    return Path.of(key.substring(key.indexOf(WAY_END) + 1));
  }
}
