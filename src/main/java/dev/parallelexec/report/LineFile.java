package dev.parallelexec.report;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows line by line while the list runs. Lines are put together where they wait to be
 * written: most are of a task, and each copy, each lock would be paid as often. What was ended
 * reaches the system at each {@link #flush}, so that it is there when Maven is killed. Throws
 * nothing: the first failure is told once, nothing is written after it, and the run goes on.
 */
final class LineFile {
  private static final int MOST_WAITING = 64 * 1024;

  private final Path file;
  private final Console console;
  private final Bytes lines = new Bytes();

  /** How much of them are lines that were ended. */
  private int ended;

  private @Nullable OutputStream out;

  LineFile(Path file, Console console) {
    this.file = file;
    this.console = console;
  }

  /** Makes the file, empty; what is written before goes nowhere. */
  void open() {
    drop();
    // Deliberately no FileChannel: an interrupted thread would close it for good.
    try {
      out = new FileOutputStream(file.toFile());
    } catch (IOException e) {
      broken(e);
    }
  }

  /** What lines are added to, always the same: for {@link #begin} and {@link #end}. */
  Bytes lines() {
    return lines;
  }

  /** A line begins; one that was begun and not ended is taken back. */
  Bytes begin() {
    return lines.cut(ended);
  }

  /** The line is complete. */
  void end() {
    lines.add('\n');
    ended = lines.size();
    if (ended >= MOST_WAITING) {
      flush();
    }
  }

  /** Not in the middle of a line. */
  void flush() {
    OutputStream open = out;
    if (open != null && ended > 0) {
      try {
        open.write(lines.array(), 0, ended);
      } catch (IOException e) {
        broken(e);
      }
    }
    drop();
  }

  /** The second call does nothing. */
  void close() {
    flush();
    OutputStream open = out;
    out = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        broken(e);
      }
    }
  }

  private void drop() {
    lines.clear();
    ended = 0;
  }

  private void broken(IOException e) {
    out = null;
    console.warn("The report " + file + " is not complete, the tasks go on: " + Trouble.with(e));
  }
}
