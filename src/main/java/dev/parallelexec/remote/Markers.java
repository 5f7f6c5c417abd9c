package dev.parallelexec.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * New files of this machine, which a node is shown to find out whether it shares this machine's: a
 * directory of the same name proves nothing. They go when this is closed.
 */
public final class Markers implements AutoCloseable {
  private final String content = Script.random();
  private final List<Path> files = new ArrayList<>();

  /**
   * Writes them.
   *
   * @param directories those in which nothing can be written are not asked about
   * @throws IOException where there is nothing to ask about
   */
  public Markers(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      show(directory.toAbsolutePath().resolve(".parallel-exec-" + content));
    }
    if (files.isEmpty()) {
      throw new IOException(
          "engineProperties: with staging 'auto' a file has to be written to %s, and cannot be; say 'shared' or 'copy'"
              .formatted(directories.get(0)));
    }
  }

  private void show(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      files.add(file);
    } catch (IOException e) {
      // Then another one has to do.
    }
  }

  /** What each of them holds. */
  public String content() {
    return content;
  }

  /** At least one. */
  public List<Path> files() {
    return files;
  }

  @Override
  public void close() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
