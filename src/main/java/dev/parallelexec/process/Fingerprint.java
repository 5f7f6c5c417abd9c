package dev.parallelexec.process;

import java.nio.file.Path;
import java.util.List;

/** Whether the classes and resources of a class path are still what they were. */
final class Fingerprint {
  private Fingerprint() {}

  /** A short text. */
  static String of(List<Path> classPath) {
    return classPath.toString();
  }
}
