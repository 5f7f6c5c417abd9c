package dev.parallelexec.history;

import dev.parallelexec.jvm.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Outputs and results by fingerprint, in a directory that clones and builds share.
 *
 * <pre>
 * entries/FINGERPRINT.json   what a task returned, and which files it wrote: {@link CacheEntry}
 * blobs/ab/abcdef…           a content, under its hash
 * size.txt                   see {@link CacheSize}
 * </pre>
 *
 * <p>Files appear whole, under their names or not at all, so that builds may use it at once and may
 * be killed at any moment. What is read is checked; what a power cut or a bad disk has damaged is
 * deleted, and was never there. The directory may be read-only: then nothing is added. Whoever may
 * write to it decides what the tasks of all who share it leave. Thread-safe.
 */
public final class OutputCache implements AutoCloseable {
  /**
   * 1 GiB: ten states of a module whose tasks write 100 MB, or thousands of a small one's; and
   * little beside the local repository of most who would use a cache.
   */
  private static final long MOST_BYTES = 1L << 30;

  /** How the names of entries end. */
  static final String ENTRY = ".json";

  private final Path directory;
  private final Path entries;
  private final Blobs blobs;
  private final Path basedir;
  private final Consumer<String> notice;
  private final Consumer<String> debug;
  private final CacheSize size;
  private final AtomicLong added = new AtomicLong();
  private final AtomicBoolean troubled = new AtomicBoolean();

  /**
   * What is kept for a fingerprint.
   *
   * @param value what the task returned, as JSON text
   * @param object what it returned, for a reducer; empty without one
   * @param outputs what it wrote
   */
  public record Stored(String value, byte[] object, List<StoredFile> outputs) {
    /** Copies the list. */
    public Stored {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * An output.
   *
   * @param path below the module's directory, with {@code /} between its names
   * @param hash as {@link Contents#of} gives it
   */
  public record StoredFile(String path, String hash) {}

  private OutputCache(
      Path directory,
      Path basedir,
      Consumer<String> notice,
      Consumer<String> debug,
      long mostBytes) {
    this.directory = directory;
    this.entries = directory.resolve("entries");
    this.blobs = new Blobs(directory.resolve("blobs"));
    this.basedir = basedir;
    this.notice = notice;
    this.debug = debug;
    this.size = new CacheSize(directory, entries, blobs, mostBytes);
  }

  /**
   * Opens a cache; touches no file.
   *
   * @param directory made when something is put into it
   * @param basedir the module's; outputs lie below it
   * @param notice told once, from any thread, where the directory cannot be made
   * @param debug told sentences, from any thread
   */
  public static OutputCache open(
      Path directory, Path basedir, Consumer<String> notice, Consumer<String> debug) {
    return open(directory, basedir, notice, debug, MOST_BYTES);
  }

  static OutputCache open(
      Path directory,
      Path basedir,
      Consumer<String> notice,
      Consumer<String> debug,
      long mostBytes) {
    return new OutputCache(directory.toAbsolutePath(), basedir, notice, debug, mostBytes);
  }

  /**
   * Brings back what a task left, unless the cache has nothing, or nothing whole. Files that are
   * there are replaced; others stay. Nothing is replaced before all of it is known to be whole.
   *
   * @return null where the task has to run; otherwise its files are in place
   * @throws IOException where a file cannot be written to its place; its message has the path. Some
   *     of the files may be in place then
   */
  public @Nullable Stored restore(String fingerprint) throws IOException {
    Path file = entry(fingerprint);
    CacheEntry entry;
    List<Path> places = new ArrayList<>();
    try {
      entry = CacheEntry.read(file);
      ModuleFiles module = new ModuleFiles(basedir);
      for (CachedFile output : entry.outputs()) {
        places.add(module.place(output.path()));
      }
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      return miss(file, e);
    }
    try (Restoring restoring = new Restoring(blobs)) {
      for (int i = 0; i < places.size(); i++) {
        restoring.add(entry.outputs().get(i), places.get(i));
      }
      restoring.finish();
    } catch (DamagedException e) {
      return miss(file, e);
    }
    touch(file);
    return new Stored(
        entry.value(),
        entry.object(),
        entry.outputs().stream().map(out -> new StoredFile(out.path(), out.hash())).toList());
  }

  private @Nullable Stored miss(Path file, IOException e) {
    debug.accept("What " + file + " has is not used: " + e.getMessage());
    if (e instanceof DamagedException) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException again) {
        debug.accept(file + " cannot be deleted: " + again);
      }
    }
    return null;
  }

  private void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      debug.accept("That " + file + " was used cannot be noted: " + e);
    }
  }

  /**
   * Keeps what a task left. Only regular files below the module's directory can be kept; where
   * there is an output of another kind, or one that has changed since, nothing is. Throws nothing:
   * what cannot be kept is told to the debug log.
   */
  public void store(String fingerprint, Stored result) {
    if (!made()) {
      return;
    }
    Path file = entry(fingerprint);
    try {
      ModuleFiles module = new ModuleFiles(basedir);
      List<CachedFile> outputs = new ArrayList<>();
      for (StoredFile output : result.outputs()) {
        outputs.add(keep(output, module.place(output.path())));
      }
      CacheEntry entry = new CacheEntry(outputs, result.value(), result.object());
      added.addAndGet(AtomicFile.write(file, entry::writeTo));
    } catch (IOException e) {
      debug.accept("What would be " + file + " is not kept: " + e.getMessage());
    }
  }

  /** Whether the directory is there by now. One that is read-only is meant to be. */
  private boolean made() {
    if (Files.isDirectory(directory)) {
      return true;
    }
    try {
      Files.createDirectories(directory);
      return true;
    } catch (IOException e) {
      String sentence = "The cache " + directory + " cannot be made, and nothing is kept: " + e;
      (troubled.compareAndSet(false, true) ? notice : debug).accept(sentence);
      return false;
    }
  }

  private CachedFile keep(StoredFile output, Path place) throws IOException {
    if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(place + " is no regular file");
    }
    long bytes = Files.size(place);
    added.addAndGet(blobs.put(place, output.hash(), bytes));
    return new CachedFile(output.path(), output.hash(), bytes, Executable.is(place));
  }

  private Path entry(String fingerprint) {
    return entries.resolve(fingerprint + ENTRY);
  }

  /** Removes what was used least recently, if this run has added something and it is too much. */
  @Override
  public void close() {
    long bytes = added.getAndSet(0);
    if (bytes > 0) {
      try {
        size.grown(bytes);
      } catch (IOException e) {
        debug.accept("What is too much in the cache was not removed: " + e);
      }
    }
  }
}
