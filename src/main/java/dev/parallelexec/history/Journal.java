package dev.parallelexec.history;

import dev.parallelexec.jvm.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@link Records} that only grows. What is appended reaches the system within a second,
 * and thus survives the end of this process; at {@link #close} it is forced to the disk.
 * Thread-safe. Throws nothing: the first failure is told, nothing is written after it, and the run
 * goes on.
 */
final class Journal implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /** What was appended waits so long, in milliseconds, for more. */
  private static final long PATIENCE = 1_000;

  private final Path file;
  private final Voice voice;
  private @Nullable FileOutputStream out;
  private @Nullable BufferedOutputStream buffer;
  private boolean waiting;
  private @Nullable Thread flusher;

  private Journal(Path file, Voice voice) {
    this.file = file;
    this.voice = voice;
  }

  /** What a journal begins with. */
  interface Beginning {
    void to(Head head) throws IOException;
  }

  /** Takes the first records of a journal. */
  static final class Head {
    private final OutputStream out;

    Head(OutputStream out) {
      this.out = out;
    }

    void record(byte[] record) throws IOException {
      out.write(record);
    }

    /** Records of another journal, as they stand there. */
    void records(byte[] bytes, int from, int end) throws IOException {
      out.write(bytes, from, end - from);
    }
  }

  /** Replaces the file, from one moment to the next, by one that begins so. */
  static Journal begin(Path file, Voice voice, Beginning beginning) {
    Journal journal = new Journal(file, voice);
    try {
      AtomicFile.write(
          file,
          stream -> {
            BufferedOutputStream records = new BufferedOutputStream(stream, BUFFER);
            records.write(Records.FORMAT);
            beginning.to(new Head(records));
            records.flush();
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

  /** Appends a record. */
  synchronized void append(byte[] record) {
    BufferedOutputStream open = buffer;
    if (open == null) {
      return;
    }
    try {
      open.write(record);
      if (!waiting) {
        waiting = true;
        wakeFlusher();
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  /** Its thread is the journal's own, and ends with it: a JVM may outlive many builds. */
  private void wakeFlusher() {
    if (flusher == null) {
      Thread thread = new Thread(this::flushInTime, "parallel-exec journal");
      thread.setDaemon(true);
      thread.start();
      flusher = thread;
    } else {
      notifyAll();
    }
  }

  private synchronized void flushInTime() {
    try {
      while (buffer != null) {
        if (waiting) {
          wait(PATIENCE);
          waiting = false;
          flush();
        } else {
          wait();
        }
      }
    } catch (InterruptedException e) {
      // Nobody does that; what is appended from now on reaches the system when it is closed.
      Thread.currentThread().interrupt();
    }
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

  /** The second call does nothing. Returns when its thread is gone. */
  @Override
  public void close() {
    Thread thread = closeFile();
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Thread closeFile() {
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
    notifyAll();
    return flusher;
  }
}
