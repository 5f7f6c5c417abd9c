package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import java.nio.file.Path;

/**
 * A Java installation.
 *
 * @param java the program
 * @param home the directory that {@code JAVA_HOME} names
 * @param feature the number that people call the version, as {@code 17}; 8 for {@code 1.8}
 * @param version the whole version, as {@code 17.0.15}
 */
public record JavaRuntime(Path java, Path home, int feature, String version) {
  /** Looks at it. */
  public static JavaRuntime of(Path java) throws EngineException {
    throw new EngineException(java.toString());
  }
}
