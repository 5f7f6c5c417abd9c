package dev.parallelexec.jvm;

import java.nio.file.Path;
import java.util.List;

/**
 * Whether a JVM may take classes out of an archive, and of which jars it could.
 *
 * @param wanted false leaves everything as it is
 * @param changing directories whose jars are made anew by many a build, as the modules' build
 *     directories; absolute
 */
public record Sharing(boolean wanted, List<Path> changing) {
  /** No archive. */
  public static final Sharing OFF = new Sharing(false, List.of());

  /** Copies the list. */
  public Sharing {
    changing = List.copyOf(changing);
  }
}
