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
import java.util.StringTokenizer;
import java.util.stream.Stream;
import org.codehaus.plexus.util.AbstractScanner;
import org.codehaus.plexus.util.MatchPatterns;
import org.jspecify.annotations.Nullable;

/**
 * The files of a fileset, matched as Maven matches them. Deliberately not Maven's own {@code
 * DirectoryScanner}: in a circle of links it walks until the paths are too long, which with two
 * links is never.
 */
final class FileWalk extends SimpleFileVisitor<Path> {
  private final Path start;

  /** What the paths of files begin with. */
  private final int prefix;

  /** Null where everything is included. */
  private final @Nullable MatchPatterns includes;

  private final MatchPatterns excludes;

  /**
   * Texts of which each excluded path contains one: the most that stands in a pattern as it is.
   * Maven excludes some forty patterns in each file set, which nearly no file matches.
   */
  private final String[] suspicious;

  /** Of the excludes those that leave nothing of a directory, which is then not entered. */
  private final MatchPatterns excludedWhole;

  private final List<String> found = new ArrayList<>();

  private FileWalk(Path start, FileSet files) {
    this.start = start;
    String root = start.toString();
    this.prefix = root.endsWith(File.separator) ? root.length() : root.length() + 1;
    List<String> excluded =
        Stream.concat(files.excludes().stream(), Stream.of(AbstractScanner.DEFAULTEXCLUDES))
            .map(FileWalk::local)
            .toList();
    this.includes =
        files.includes().isEmpty()
            ? null
            : MatchPatterns.from(files.includes().stream().map(FileWalk::local).toList());
    this.excludes = MatchPatterns.from(excluded);
    this.suspicious = excluded.stream().map(FileWalk::core).distinct().toArray(String[]::new);
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

  /** The longest piece of a pattern that stands for itself; empty where there is none. */
  private static String core(String pattern) {
    String core = "";
    if (!pattern.startsWith("%")) {
      StringTokenizer pieces = new StringTokenizer(pattern, "*?" + File.separator);
      while (pieces.hasMoreTokens()) {
        String piece = pieces.nextToken();
        core = piece.length() > core.length() ? piece : core;
      }
    }
    return core;
  }

  private boolean excluded(String relative) {
    for (String text : suspicious) {
      if (relative.contains(text)) {
        return excludes.matches(relative, true);
      }
    }
    return false;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    String relative = relative(directory);
    MatchPatterns wanted = includes;
    boolean enter =
        relative.isEmpty()
            || ((wanted == null || wanted.matchesPatternStart(relative, true))
                && !excludedWhole.matches(relative, true));
    return enter ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String relative = relative(file);
    MatchPatterns wanted = includes;
    if (attributes.isRegularFile()
        && (wanted == null || wanted.matches(relative, true))
        && !excluded(relative)) {
      found.add(relative.replace(File.separatorChar, '/'));
    }
    return FileVisitResult.CONTINUE;
  }

  private String relative(Path path) {
    String text = path.toString();
    return text.length() <= prefix ? "" : text.substring(prefix);
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
