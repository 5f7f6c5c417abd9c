package dev.parallelexec.plan;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a fileset, as they were when the list was planned.
 *
 * @param relatives sorted paths below the directory, with {@code /} between names
 */
record FileItems(FileSet files, List<String> relatives) implements ItemSource {
  /** Scans the directory. */
  static FileItems scan(FileSet files, Problems problems) {
    Path directory = files.directory();
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      problems.add("files", directory.toString(), "a directory; it is a file");
    }
    if (!Files.isDirectory(directory)) {
      return new FileItems(files, List.of());
    }
    try {
      return new FileItems(files, FileWalk.of(files));
    } catch (IOException e) {
      problems.add("files: " + directory + " cannot be read: " + e);
      return new FileItems(files, List.of());
    }
  }

  @Override
  public String parameter() {
    return "files";
  }

  @Override
  public long size() {
    return relatives.size();
  }

  @Override
  public String origin() {
    return "files in "
        + files.directory()
        + (Files.isDirectory(files.directory()) ? "" : ", which does not exist");
  }

  @Override
  public Stream<Item> inMemory() {
    return relatives.stream().map(this::item);
  }

  @Override
  public Cursor open() {
    var rest = relatives.iterator();
    return () -> rest.hasNext() ? item(rest.next()) : null;
  }

  private Item item(String relative) {
    String directory = files.directory().toString();
    String separator = directory.endsWith(File.separator) ? "" : File.separator;
    String below = File.separatorChar == '/' ? relative : relative.replace('/', File.separatorChar);
    return new Item(directory + separator + below, List.of(), relative);
  }
}
