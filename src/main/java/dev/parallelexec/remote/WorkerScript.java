package dev.parallelexec.remote;

import dev.parallelexec.jvm.ArgumentFile;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a node's shell does to run a worker. It says the worker's process id and the node's name,
 * has the worker read the rest of standard input, and says its exit code at the end: 128 and its
 * number where a signal ended it. Where the shell was told to end it does not.
 */
final class WorkerScript {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Some shells stop at once when these are set. */
  private static final Set<String> READ_ONLY =
      Set.of("BASHOPTS", "BASH_VERSINFO", "DIRSTACK", "EUID", "GROUPS", "PPID", "SHELLOPTS", "UID");

  private WorkerScript() {}

  /**
   * Makes it.
   *
   * @param there gives texts the names that files have on the node
   * @param classPath as it is on the node
   * @throws IOException where the worker cannot be expressed, in a sentence
   */
  static Script of(Placement.Worker worker, UnaryOperator<String> there, List<String> classPath)
      throws IOException {
    String directory = there.apply(worker.directory().toString());
    Script script = new Script();
    script.set("px_java", worker.program().toString()).set("px_cd", directory);
    script.add("px_args=").word("an argument", arguments(worker, there, classPath));
    script.add("\npx_export() {\n:\n");
    for (Map.Entry<String, String> variable : new TreeMap<>(worker.environment()).entrySet()) {
      export(script, variable.getKey(), there.apply(variable.getValue()));
    }
    return script.add("}\n").part("java").part("worker").part("end");
  }

  private static void export(Script script, String name, String value) throws IOException {
    if (!NAME.matcher(name).matches() || READ_ONLY.contains(name)) {
      throw new IOException(
          "environmentVariables: '%s' cannot be set on a node; allowed: letters, digits and _, and none of %s"
              .formatted(name, String.join(", ", READ_ONLY.stream().sorted().toList())));
    }
    script.add("export " + name + "=").word("environmentVariables: '" + name + "'", value);
    script.add("\n");
  }

  private static byte[] arguments(
      Placement.Worker worker, UnaryOperator<String> there, List<String> classPath)
      throws IOException {
    ArgumentFile file = new ArgumentFile();
    for (String argument : worker.arguments()) {
      if (argument.startsWith("@") && argument.length() > 1) {
        file.include(worker.directory().resolve(argument.substring(1)));
      } else {
        file.add(there.apply(argument));
      }
    }
    return file.add("-cp").add(joined(classPath)).add(worker.mainClass()).bytes();
  }

  private static String joined(List<String> classPath) throws IOException {
    for (String entry : classPath) {
      if (entry.contains(":")) {
        throw new IOException(
            "the class path cannot hold %s: a ':' separates its entries; use a place without one"
                .formatted(entry));
      }
    }
    return String.join(":", classPath);
  }
}
