package dev.parallelexec.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the project's own sources.
 *
 * @param file relative, with {@code /}
 * @param line from 1
 */
record SourceLine(String file, int line) {
  private static final Pattern FRAME =
      Pattern.compile(
          "\\s*at"
              + " (?:[^\\s(]*/)?([\\w$.]+)\\.[\\w$<>]+\\((\\w+\\.(?:java|kt|groovy|scala)):(\\d{1,7})\\)");

  private static final int MOST_FRAMES = 200;

  /**
   * Where a stack passes through the project's sources first.
   *
   * @param roots directories of sources
   * @param workspace the file is named relative to it, and has to be in it
   */
  static Optional<SourceLine> of(String stack, List<Path> roots, Path workspace) {
    Path base = workspace.toAbsolutePath().normalize();
    return stack
        .lines()
        .limit(MOST_FRAMES)
        .map(FRAME::matcher)
        .filter(Matcher::matches)
        .flatMap(frame -> roots.stream().map(root -> line(frame, root, base)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<SourceLine> line(Matcher frame, Path root, Path base) {
    String type = frame.group(1);
    String folder = type.substring(0, Math.max(0, type.lastIndexOf('.'))).replace('.', '/');
    Path file = root.toAbsolutePath().normalize().resolve(folder).resolve(frame.group(2));
    if (!file.startsWith(base) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String name = base.relativize(file).toString().replace('\\', '/');
    return Optional.of(new SourceLine(name, Integer.parseInt(frame.group(3))));
  }
}
