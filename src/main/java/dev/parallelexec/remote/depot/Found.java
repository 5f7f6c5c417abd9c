package dev.parallelexec.remote.depot;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is below a root, as a {@code task.FilePattern} means it: links are followed, and circles of
 * them end where they close.
 */
public final class Found extends SimpleFileVisitor<Path> {
  private final Path root;
  private final @Nullable Matcher matcher;
  private final SortedMap<String, Path> files = new TreeMap<>();

  private Found(Path root, String regex) {
    this.root = root;
    this.matcher = regex.isEmpty() ? null : Pattern.compile(regex, Pattern.DOTALL).matcher("");
  }

  /**
   * Files by their path below the root, with {@code /} between its names, sorted; the root itself
   * as the empty path.
   *
   * @param regex for that path; where it is empty, all, and directories, too
   */
  public static SortedMap<String, Path> below(Path root, String regex) throws IOException {
    Found found = new Found(root, regex);
    Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, found);
    return found.files;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    Matcher wanted = matcher;
    if (wanted == null) {
      files.put(name(directory), directory);
      return FileVisitResult.CONTINUE;
    } else if (directory.equals(root)) {
      return FileVisitResult.CONTINUE;
    }
    // Where the pattern gave up before the end, nothing that follows could please it.
    boolean possible = wanted.reset(name(directory) + "/").matches() || wanted.hitEnd();
    return possible ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    boolean meant = matcher == null || (!file.equals(root) && matcher.reset(name(file)).matches());
    if (meant && attributes.isRegularFile()) {
      files.put(name(file), file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    return unlessGone(e);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
      throws IOException {
    return e == null ? FileVisitResult.CONTINUE : unlessGone(e);
  }

  private static FileVisitResult unlessGone(IOException e) throws IOException {
    if (e instanceof NoSuchFileException || e instanceof FileSystemLoopException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  private String name(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }
}
