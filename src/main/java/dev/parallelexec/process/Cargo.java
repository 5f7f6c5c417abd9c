package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.FilePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that go with an attempt to a node which does not share them, and come back.
 *
 * @param claims of the task
 * @param module what its paths are relative to
 */
record Cargo(Claims claims, Path module) {
  /** Brings what the task says it reads; what is not there is the task's to find missing. */
  void bring(Placement.Freight freight) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (FilePattern input : claims.inputs()) {
      Path root = module.resolve(input.root()).normalize();
      if (input.literal()) {
        if (Files.exists(root)) {
          files.add(root);
        }
      } else if (Files.isDirectory(root)) {
        matching(root, Pattern.compile(input.regex()), files);
      }
    }
    if (!files.isEmpty()) {
      freight.bring(files);
    }
  }

  private static void matching(Path root, Pattern pattern, List<Path> files) throws IOException {
    try (Stream<Path> below = Files.walk(root)) {
      below
          .filter(Files::isRegularFile)
          .filter(file -> pattern.matcher(slashes(root.relativize(file))).matches())
          .forEach(files::add);
    }
  }

  private static String slashes(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  /** Fetches what the task says it writes. */
  void fetch(Placement.Freight freight) throws IOException, InterruptedException {
    for (FilePattern output : claims.outputs()) {
      freight.fetch(module.resolve(output.root()).normalize(), output.regex());
    }
  }
}
