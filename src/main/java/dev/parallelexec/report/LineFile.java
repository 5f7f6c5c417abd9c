package dev.parallelexec.report;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows line by line while the list runs. What was written reaches the system at each
 * {@link #flush}, so that it is there when Maven is killed. Throws nothing: the first failure is
 * told once, nothing is written after it, and the run goes on.
 */
final class LineFile extends OutputStream {
  private static final int BUFFER = 64 * 1024;

  private final Path file;
  private final Console console;
  private @Nullable OutputStream out;

  LineFile(Path file, Console console) {
    this.file = file;
    this.console = console;
  }

  /** Makes the file, empty; what is written before goes nowhere. */
  void open() {
    // Deliberately no FileChannel: an interrupted thread would close it for good.
    attempt(() -> out = new BufferedOutputStream(new FileOutputStream(file.toFile()), BUFFER));
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    OutputStream open = out;
    if (open != null) {
      try {
        open.write(bytes, from, length);
      } catch (IOException e) {
        broken(e);
      }
    }
  }

  @Override
  public void flush() {
    OutputStream open = out;
    if (open != null) {
      attempt(open::flush);
    }
  }

  /** The second call does nothing. */
  @Override
  public void close() {
    OutputStream open = out;
    out = null;
    if (open != null) {
      attempt(open::close);
    }
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      broken(e);
    }
  }

  private void broken(IOException e) {
    out = null;
    console.warn("The report " + file + " is not complete, the tasks go on: " + Trouble.with(e));
  }

  /** What may fail for want of space. */
  private interface Step {
    void run() throws IOException;
  }
}
