package dev.parallelexec.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Whether a node has this machine's files under their names: it is shown new ones, and asked. */
final class SharedFiles {
  private SharedFiles() {}

  /**
   * Asks a node. Blocks.
   *
   * @param directories of this machine that have to be there, too; those in which nothing can be
   *     written are not asked about
   * @throws IOException where the node cannot be asked, or there is nothing to ask about
   */
  static boolean at(
      List<String> prefix, List<Path> directories, Duration limit, BooleanSupplier waits)
      throws IOException, InterruptedException {
    String content = Script.random();
    List<Path> shown = new ArrayList<>();
    try {
      for (Path directory : directories) {
        show(directory.resolve(".parallel-exec-" + content), content, shown);
      }
      if (shown.isEmpty()) {
        throw new IOException(
            "engineProperties: with staging 'auto' a file has to be written to %s, and cannot be; say 'shared' or 'copy'"
                .formatted(directories.get(0)));
      }
      Script script = new Script().set("px_content", content).add("px_files() {\n");
      for (Path file : shown) {
        script.add("px_look ").word("a path", file.toString()).add("\n");
      }
      script.add("}\n").part("shared");
      NodeShell.Answer answer = NodeShell.run(prefix, script, limit, waits);
      NodeShell.kill(answer.process());
      return answer.line().equals("yes");
    } finally {
      for (Path file : shown) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void show(Path file, String content, List<Path> shown) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      shown.add(file);
    } catch (IOException e) {
      // Then another one has to do.
    }
  }
}
