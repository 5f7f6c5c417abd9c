package dev.parallelexec.remote.depot;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Contents under their SHA-256, which builds share. What was not used for longest goes where it has
 * become too large. For one thread; others may work on the same directory.
 */
final class Store {
  /** A hash, and {@code .jar} where it stands on class paths. */
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}(\\.jar)?");

  /** What a build that was killed left: nobody writes a file for as long. */
  private static final Duration STALE = Duration.ofDays(1);

  private final Path directory;
  private final long most;

  /**
   * A store.
   *
   * @param most bytes, more or less
   */
  Store(Path directory, long most) {
    this.directory = directory;
    this.most = most;
  }

  private record Content(Path file, long size, FileTime used) {}

  Path place(String name) throws Trouble {
    if (!NAME.matcher(name).matches()) {
      throw new Trouble("no content has the name " + name);
    }
    return directory.resolve(name);
  }

  /** Whether a content of this size is there; then it has just been used. */
  boolean has(String name, long size) throws IOException {
    Path place = place(name);
    try {
      if (Files.size(place) != size) {
        return false;
      }
      Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  void take(String name, DataInputStream in) throws IOException {
    if (!NAME.matcher(name).matches()) {
      // What follows is a parcel without a place: there is no going on.
      throw new IOException("no content has the name " + name);
    }
    Parcel.receive(in, place(name), name.substring(0, 64));
  }

  /** Deletes what was used least recently until the rest is not too large, but not these. */
  void trim(Set<String> used) throws IOException {
    List<Content> all = new ArrayList<>();
    long total = 0;
    Instant stale = Instant.now().minus(STALE);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        Content content = content(file);
        if (content != null && NAME.matcher(name).matches()) {
          all.add(content);
          total += content.size();
        } else if (content != null
            && name.endsWith(".tmp")
            && content.used().toInstant().isBefore(stale)) {
          Files.deleteIfExists(file);
        }
      }
    }
    all.sort(Comparator.comparing(Content::used));
    for (Content content : all) {
      if (total > most && !used.contains(content.file().getFileName().toString())) {
        Files.deleteIfExists(content.file());
        total -= content.size();
      }
    }
  }

  private static @Nullable Content content(Path file) throws IOException {
    try {
      BasicFileAttributes state = Files.readAttributes(file, BasicFileAttributes.class);
      return state.isRegularFile()
          ? new Content(file, state.size(), state.lastModifiedTime())
          : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
