package dev.parallelexec.process;

import java.io.IOException;
import java.nio.file.Path;

/** The jar with the program inside a worker. */
final class WorkerJar {
  private WorkerJar() {}

  /** The jar. */
  static Path in(Path cacheDir) throws IOException {
    throw new IOException(cacheDir.toString());
  }
}
