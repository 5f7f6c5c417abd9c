package dev.parallelexec.plan;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.codehaus.plexus.util.DirectoryScanner;

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
    DirectoryScanner scanner = new DirectoryScanner();
    scanner.setBasedir(directory.toFile());
    scanner.setFollowSymlinks(files.followSymlinks());
    scanner.setIncludes(files.includes().isEmpty() ? null : strings(files.includes()));
    scanner.setExcludes(strings(files.excludes()));
    scanner.addDefaultExcludes();
    scanner.scan();
    return new FileItems(
        files,
        Arrays.stream(scanner.getIncludedFiles())
            .map(path -> path.replace(File.separatorChar, '/'))
            .sorted()
            .toList());
  }

  private static String[] strings(List<String> patterns) {
    return patterns.toArray(String[]::new);
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
    return new Item(files.directory().resolve(relative).toString(), List.of(), relative);
  }
}
