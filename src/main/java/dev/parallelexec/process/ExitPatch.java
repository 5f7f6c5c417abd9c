package dev.parallelexec.process;

import java.nio.file.Path;
import java.util.List;

/** Makes {@code System.exit} end the task. */
final class ExitPatch {
  private ExitPatch() {}

  /** The class path to run with. */
  static List<Path> patched(List<Path> classPath, Path cacheDir, Path runDir) {
    return classPath;
  }
}
