package dev.parallelexec.plan;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.codehaus.plexus.util.AbstractScanner;
import org.codehaus.plexus.util.MatchPatterns;

/**
 * The files of a fileset, matched as Maven matches them. Deliberately not Maven's own {@code
 * DirectoryScanner}: in a circle of links it walks until the paths are too long, which with two
 * links is never.
 */
final class FileWalk extends SimpleFileVisitor<Path> {
  private final Path start;
  private final MatchPatterns includes;
  private final MatchPatterns excludes;

  /** Of the excludes those that leave nothing of a directory, which is then not entered. */
  private final MatchPatterns excludedWhole;

  private final List<String> found = new ArrayList<>();

  private FileWalk(Path start, FileSet files) {
    this.start = start;
    List<String> included = files.includes().isEmpty() ? List.of("**") : files.includes();
    List<String> excluded =
        Stream.concat(files.excludes().stream(), Stream.of(AbstractScanner.DEFAULTEXCLUDES))
            .map(FileWalk::local)
            .toList();
    this.includes = MatchPatterns.from(included.stream().map(FileWalk::local).toList());
    this.excludes = MatchPatterns.from(excluded);
    this.excludedWhole =
        MatchPatterns.from(
            excluded.stream().filter(pattern -> pattern.endsWith(File.separator + "**")).toList());
  }

  /**
   * The sorted paths below the directory, with {@code /} between names.
   *
   * @throws IOException where a directory cannot be read
   */
  static List<String> of(FileSet files) throws IOException {
    // A link that is the root itself is always entered.
    FileWalk walk = new FileWalk(files.directory().toRealPath(), files);
    Set<FileVisitOption> options = EnumSet.noneOf(FileVisitOption.class);
    if (files.followSymlinks()) {
      options.add(FileVisitOption.FOLLOW_LINKS);
    }
    Files.walkFileTree(walk.start, options, Integer.MAX_VALUE, walk);
    Collections.sort(walk.found);
    return walk.found;
  }

  /**
   * Maven's patterns may be written with either separator; one that ends with it means all below.
   */
  private static String local(String pattern) {
    String text = pattern.strip();
    if (text.startsWith("%regex[")) {
      return text;
    }
    text = text.replace('/', File.separatorChar).replace('\\', File.separatorChar);
    return text.endsWith(File.separator) ? text + "**" : text;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    String relative = start.relativize(directory).toString();
    boolean enter =
        relative.isEmpty()
            || (includes.matchesPatternStart(relative, true)
                && !excludedWhole.matches(relative, true));
    return enter ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String relative = start.relativize(file).toString();
    if (attributes.isRegularFile()
        && includes.matches(relative, true)
        && !excludes.matches(relative, true)) {
      found.add(relative.replace(File.separatorChar, '/'));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof FileSystemLoopException) {
      // Its files were, or will be, found at the shorter path.
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
