package dev.parallelexec.report;

import dev.parallelexec.pool.PoolListener.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The log of one task and what is kept in memory of its running attempt. The file is made at the
 * first write, and open only while an attempt runs. Not buffered: a log can be followed, and is
 * there when Maven is killed.
 */
final class TaskLog {
  private final Path file;
  private @Nullable OutputStream stream;
  private boolean made;
  private boolean broken;
  private boolean lineStart = true;
  private int attempt;
  private @Nullable Capture capture;

  TaskLog(Path file) {
    this.file = file;
  }

  /** Whether there is a file, and nothing is missing in it. */
  boolean whole() {
    return made && !broken;
  }

  /** Nothing more is written: a log with a hole would be taken for a whole one. */
  void breakOff() {
    broken = true;
  }

  /** The name of the file. */
  String name() {
    return String.valueOf(file.getFileName());
  }

  /** The output of the attempt that ran last; null where it printed nothing. */
  @Nullable Capture capture() {
    return capture;
  }

  /**
   * Keeps what an attempt printed.
   *
   * @param titled whether the task may have several attempts, so that each gets a head line
   * @throws IOException where the file cannot be written; memory has it all the same
   */
  void output(int number, boolean titled, Stream from, byte[] bytes, int length)
      throws IOException {
    boolean next = begin(number);
    // Our own notes, a thread dump above all, are for the log: no console is long enough for them.
    if (from != Stream.NOTE) {
      Capture kept = capture == null ? new Capture() : capture;
      capture = kept;
      kept.add(from, bytes, length);
    }
    if (next && titled) {
      line("=== attempt " + number);
    }
    if (from == Stream.NOTE) {
      freshLine();
    }
    write(bytes, length);
    if (from == Stream.NOTE) {
      freshLine();
    }
  }

  /** Appends lines of our own after what an attempt printed. */
  void note(int number, boolean titled, String text) throws IOException {
    if (begin(number) && titled) {
      line("=== attempt " + number);
    }
    freshLine();
    line(text);
  }

  /** The attempt has ended: the file need not stay open. */
  void pause() throws IOException {
    OutputStream open = stream;
    stream = null;
    if (open != null) {
      open.close();
    }
  }

  /** Whether this attempt is heard of for the first time; what was kept of the one before goes. */
  private boolean begin(int number) {
    boolean next = number != attempt;
    if (next) {
      attempt = number;
      capture = null;
    }
    return next;
  }

  private void freshLine() throws IOException {
    if (!lineStart) {
      write(new byte[] {'\n'}, 1);
    }
  }

  private void line(String text) throws IOException {
    freshLine();
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    write(bytes, bytes.length);
  }

  private void write(byte[] bytes, int length) throws IOException {
    if (length == 0 || broken) {
      return;
    }
    OutputStream open = stream == null ? open() : stream;
    stream = open;
    open.write(bytes, 0, length);
    lineStart = bytes[length - 1] == '\n';
  }

  private OutputStream open() throws IOException {
    Path parent = file.getParent();
    if (!made && parent != null) {
      Files.createDirectories(parent);
    }
    OutputStream open =
        Files.newOutputStream(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            made ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    made = true;
    return open;
  }
}
