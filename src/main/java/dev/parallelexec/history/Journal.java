package dev.parallelexec.history;

import dev.parallelexec.jvm.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that only grows. What is appended reaches the system within a second, and thus
 * survives the end of this process; at {@link #close} it is forced to the disk. Thread-safe. Throws
 * nothing: the first failure is told, nothing is written after it, and the run goes on.
 */
final class Journal implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /**
   * Runs what has to be done in a second, on a thread of the JDK's: nothing of ours waits or polls,
   * and a list that writes nothing wakes nobody.
   */
  private static final Executor IN_A_SECOND =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run);

  private final Path file;
  private final Voice voice;
  private @Nullable FileOutputStream out;
  private @Nullable BufferedOutputStream buffer;
  private boolean waiting;

  private Journal(Path file, Voice voice) {
    this.file = file;
    this.voice = voice;
  }

  /** What a journal begins with. */
  interface Beginning {
    void to(Head head) throws IOException;
  }

  /** Takes the first lines of a journal. */
  static final class Head {
    private final OutputStream out;

    Head(OutputStream out) {
      this.out = out;
    }

    void line(String line) throws IOException {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      line(bytes, 0, bytes.length);
    }

    /** A line of another journal, as it stands there. */
    void line(byte[] bytes, int from, int to) throws IOException {
      out.write(bytes, from, to - from);
      out.write('\n');
    }
  }

  /** Replaces the file, from one moment to the next, by one that begins so. */
  static Journal begin(Path file, Voice voice, Beginning beginning) {
    Journal journal = new Journal(file, voice);
    try {
      AtomicFile.write(
          file,
          stream -> {
            BufferedOutputStream lines = new BufferedOutputStream(stream, BUFFER);
            beginning.to(new Head(lines));
            lines.flush();
          });
      // Deliberately no FileChannel: an interrupted thread would close it for good.
      FileOutputStream opened = new FileOutputStream(file.toFile(), true);
      journal.out = opened;
      journal.buffer = new BufferedOutputStream(opened, BUFFER);
    } catch (IOException e) {
      journal.broken(e);
    }
    return journal;
  }

  /** Appends a line. */
  synchronized void append(String line) {
    BufferedOutputStream open = buffer;
    if (open == null) {
      return;
    }
    try {
      open.write(line.getBytes(StandardCharsets.UTF_8));
      open.write('\n');
      if (!waiting) {
        waiting = true;
        IN_A_SECOND.execute(this::handOver);
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  private synchronized void handOver() {
    waiting = false;
    flush();
  }

  /** What was appended has reached the system when this returns. */
  synchronized void flush() {
    BufferedOutputStream open = buffer;
    if (open != null) {
      try {
        open.flush();
      } catch (IOException e) {
        broken(e);
      }
    }
  }

  private synchronized void broken(IOException e) {
    buffer = null;
    voice.trouble("What came of the tasks is not kept in " + file, e);
  }

  /** The second call does nothing. */
  @Override
  public synchronized void close() {
    flush();
    FileOutputStream open = out;
    boolean whole = buffer != null;
    out = null;
    buffer = null;
    if (open != null) {
      try (open) {
        if (whole) {
          open.getFD().sync();
        }
      } catch (IOException e) {
        voice.trouble("What came of the tasks may not be kept in " + file, e);
      }
    }
  }
}
