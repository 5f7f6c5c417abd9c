package dev.parallelexec.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    try (Markers markers = new Markers(directories)) {
      Script script = new Script().set("px_content", markers.content()).add("px_files() {\n");
      for (Path file : markers.files()) {
        script.add("px_look ").word("a path", file.toString()).add("\n");
      }
      script.add("}\n").part("shared");
      NodeShell.Answer answer = NodeShell.run(prefix, script, limit, waits);
      NodeShell.kill(answer.process());
      return answer.line().equals("yes");
    }
  }
}
