package dev.parallelexec.process;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How deep this build is inside other builds, whose tasks started it, and what part of the machine
 * is its own. A worker's environment tells that to whatever its tasks start.
 *
 * @param depth how many builds are around this one; 0 for one that no task started
 * @param cpus the processors that are its share, at least 1
 */
public record Nesting(int depth, int cpus) {
  /** The deepest that is allowed: a POM whose task runs that POM has to come to an end. */
  public static final int DEEPEST = 4;

  static final String DEPTH = "PARALLEL_EXEC_DEPTH";
  static final String CPUS = "PARALLEL_EXEC_CPUS";

  /** Of this JVM. */
  public static Nesting here() {
    return of(System.getenv(), Machine.cpus());
  }

  /** What an environment tells; what is no number there is not heard. */
  static Nesting of(Map<String, String> environment, int cpus) {
    int depth = number(environment.get(DEPTH), 0);
    int share = depth == 0 ? cpus : number(environment.get(CPUS), cpus);
    return new Nesting(depth, Math.max(1, Math.min(cpus, share)));
  }

  /** Whether a task started this build. */
  public boolean nested() {
    return depth > 0;
  }

  /** What the environment of a worker tells, where so many tasks may run at once. */
  Map<String, String> below(int tasks) {
    int share = Math.max(1, cpus / Math.max(1, tasks));
    return Map.of(DEPTH, Integer.toString(depth + 1), CPUS, Integer.toString(share));
  }

  private static int number(@Nullable String text, int otherwise) {
    boolean number = text != null && text.matches("\\d{1,9}");
    return number ? Integer.parseInt(String.valueOf(text)) : otherwise;
  }
}
