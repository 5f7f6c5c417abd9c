package dev.parallelexec.history;

import dev.parallelexec.task.FilePattern;
import java.io.File;
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
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which files a pattern means, by {@link Roots#name}. Symbolic links are followed, and circles of
 * them end where they close. Thread-safe, but for {@link #inputs}.
 */
final class FoundFiles {
  /** In the place of the contents of an input that is not there, or is no regular file. */
  static final String MISSING = "";

  /** So many walks are remembered; above that the tasks hardly share them. */
  private static final int MOST_WALKS = 1_000;

  private final Roots roots;
  private final Contents contents;
  private final boolean remembered;
  private final Map<FilePattern, SortedSet<String>> walks = new HashMap<>();

  /**
   * Nothing is looked for yet.
   *
   * @param remembered whether tasks that have the same pattern as input see the same files, however
   *     late they are asked about
   */
  FoundFiles(Roots roots, Contents contents, boolean remembered) {
    this.roots = roots;
    this.contents = contents;
    this.remembered = remembered;
  }

  /**
   * The contents of what patterns mean now; for one thread.
   *
   * @throws IOException where a file is there and cannot be read
   */
  SortedMap<String, String> inputs(Iterable<FilePattern> patterns) throws IOException {
    SortedMap<String, String> inputs = new TreeMap<>();
    for (FilePattern pattern : patterns) {
      Path path = roots.path(pattern.root());
      String hash = pattern.literal() ? contents.of(path) : null;
      if (hash != null) {
        inputs.put(roots.name(path), hash);
      } else if (pattern.literal() && !Files.isDirectory(path)) {
        inputs.put(roots.name(path), MISSING);
      } else {
        for (String name : walked(pattern)) {
          inputs.put(name, hash(name));
        }
      }
    }
    return inputs;
  }

  /** The contents of a file; {@link #MISSING} where there is none. */
  String hash(String name) throws IOException {
    String hash = contents.of(roots.path(name));
    return hash == null ? MISSING : hash;
  }

  private SortedSet<String> walked(FilePattern pattern) throws IOException {
    SortedSet<String> files = walks.get(pattern);
    if (files == null) {
      files = now(pattern);
      if (remembered && walks.size() < MOST_WALKS) {
        walks.put(pattern, files);
      }
    }
    return files;
  }

  /** The names of the files that a pattern means now, sorted; none where it means none. */
  SortedSet<String> now(FilePattern pattern) throws IOException {
    Path root = roots.path(pattern.root());
    SortedSet<String> names = new TreeSet<>();
    if (pattern.literal() && Files.isRegularFile(root)) {
      names.add(roots.name(root));
    } else {
      Matcher matcher =
          pattern.literal() ? null : Pattern.compile(pattern.regex(), Pattern.DOTALL).matcher("");
      EnumSet<FileVisitOption> links = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
      Files.walkFileTree(root, links, Integer.MAX_VALUE, new Walk(root, matcher, names));
    }
    return names;
  }

  /** One walk below a root. */
  private final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final @Nullable Matcher matcher;
    private final SortedSet<String> names;

    Walk(Path root, @Nullable Matcher matcher, SortedSet<String> names) {
      this.root = root;
      this.matcher = matcher;
      this.names = names;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      Matcher wanted = matcher;
      if (wanted == null || directory.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      // Where the pattern gave up before the end, nothing that follows could please it.
      boolean possible = wanted.reset(below(directory) + "/").matches() || wanted.hitEnd();
      return possible ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean found = matcher == null || matcher.reset(below(file)).matches();
      if (found && !file.equals(root)) {
        names.add(roots.name(file));
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

    private FileVisitResult unlessGone(IOException e) throws IOException {
      if (e instanceof NoSuchFileException || e instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    private String below(Path path) {
      String name = root.relativize(path).toString();
      return File.separatorChar == '/' ? name : name.replace(File.separatorChar, '/');
    }
  }
}
