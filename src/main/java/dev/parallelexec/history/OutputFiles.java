package dev.parallelexec.history;

import dev.parallelexec.task.FilePattern;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The files that tasks write: found, compared and deleted. Thread-safe. */
final class OutputFiles {
  private final Roots roots;
  private final FoundFiles found;
  private final Set<Path> made = ConcurrentHashMap.newKeySet();

  OutputFiles(Roots roots, FoundFiles found) {
    this.roots = roots;
    this.found = found;
  }

  /**
   * What a task wrote.
   *
   * @param contents by name, sorted
   * @param foreign those that were there before and that it did not touch
   * @param changed those that were there before and that it wrote
   * @param nothing what it declared and did not write
   */
  record Written(
      SortedMap<String, String> contents,
      Set<String> foreign,
      Set<String> changed,
      List<FilePattern> nothing) {
    /** This one has nothing to do with the task. */
    void drop(String name) {
      contents.remove(name);
      foreign.remove(name);
    }

    /** The names of its own. */
    Set<String> own() {
      Set<String> own = new TreeSet<>(contents.keySet());
      own.removeAll(foreign);
      return own;
    }
  }

  /**
   * What is there before a task runs that its patterns will mean, too: what it does not touch is
   * not its own, even where it names it, and is never deleted; nor is what it changes, unless it is
   * known to come from a task.
   *
   * @return what tells by name whether a file was touched
   */
  Map<String, String> before(List<FilePattern> outputs) throws IOException {
    Map<String, String> stamps = new HashMap<>();
    for (FilePattern output : outputs) {
      for (String name : found.now(output)) {
        stamps.put(name, stamp(name));
      }
    }
    return stamps;
  }

  /**
   * Makes the directories that outputs will lie in: most tools expect them. What cannot be made the
   * task will tell.
   */
  void makeRoom(List<FilePattern> outputs) {
    for (FilePattern output : outputs) {
      try {
        Path path = roots.path(output.root());
        Path directory = output.literal() ? path.getParent() : path;
        if (directory != null && made.add(directory)) {
          Files.createDirectories(directory);
        }
      } catch (IOException e) {
        // Its own words about the file that it cannot write say more.
      }
    }
  }

  /** What a task wrote that has ended. */
  Written after(List<FilePattern> outputs, Map<String, String> before) throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    Set<String> foreign = new LinkedHashSet<>();
    Set<String> changed = new LinkedHashSet<>();
    List<FilePattern> nothing = new ArrayList<>();
    for (FilePattern output : outputs) {
      boolean any = false;
      for (String name : found.now(output)) {
        String hash = found.hash(name);
        if (!hash.equals(FoundFiles.MISSING)) {
          any = true;
          contents.put(name, hash);
          String stamp = before.get(name);
          if (stamp != null) {
            (stamp.equals(stamp(name)) ? foreign : changed).add(name);
          }
        }
      }
      if (!any) {
        nothing.add(output);
      }
    }
    return new Written(contents, foreign, changed, nothing);
  }

  /** With the time of the entry's last change, which a tool that sets times cannot set. */
  private String stamp(String name) throws IOException {
    Path path = roots.path(name);
    try {
      return new TreeMap<>(Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino"))
          .toString();
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return new TreeMap<>(Files.readAttributes(path, "size,lastModifiedTime")).toString();
    } catch (NoSuchFileException e) {
      return FoundFiles.MISSING;
    }
  }

  /** A sentence where an output is not what was recorded; else null. */
  @Nullable String damage(Entry entry) throws IOException {
    for (Map.Entry<String, String> output : entry.outputs().entrySet()) {
      String hash = found.hash(output.getKey());
      if (!hash.equals(output.getValue())) {
        boolean missing = hash.equals(FoundFiles.MISSING);
        return "output " + output.getKey() + (missing ? " is missing" : " was changed");
      }
    }
    return null;
  }

  /** Which of an entry's outputs are there, and whether with the content that was recorded. */
  Map<String, Boolean> present(Entry entry) throws IOException {
    Map<String, Boolean> present = new TreeMap<>();
    for (Map.Entry<String, String> output : entry.outputs().entrySet()) {
      String hash = found.hash(output.getKey());
      if (!hash.equals(FoundFiles.MISSING) && !entry.foreign().contains(output.getKey())) {
        present.put(output.getKey(), hash.equals(output.getValue()));
      }
    }
    return present;
  }

  /** Deletes a file; the directory it was in stays, because the next task may count on it. */
  void delete(String name) throws IOException {
    Files.deleteIfExists(roots.path(name));
  }

  /** Deletes a file, and the directories of the module that become empty by that. */
  void sweep(String name) throws IOException {
    Path file = roots.path(name);
    Files.deleteIfExists(file);
    Path directory = file.getParent();
    try {
      while (directory != null
          && directory.startsWith(roots.basedir())
          && !directory.equals(roots.basedir())
          && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(directory);
        directory = directory.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      // As far as that.
    }
  }
}
