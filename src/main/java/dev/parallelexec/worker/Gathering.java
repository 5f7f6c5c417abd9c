package dev.parallelexec.worker;

import dev.parallelexec.wire.BlackBox;
import dev.parallelexec.wire.FrameWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Whether what attempts say goes out in one write for many of them: where they are so short that
 * the write would be most of what they cost. What waits for that is in a {@link BlackBox}
 * meanwhile, and a thread sees to it that nothing waits for more than a moment.
 */
final class Gathering implements Runnable {
  /** Nanoseconds: attempts below are short. The write takes some four thousand of a worker's. */
  private static final long SHORT = 100_000;

  /** How many of the last attempts their mean is of, more or less. */
  private static final int SOME = 64;

  /**
   * What the mean begins with, so that it takes five hundred short attempts to become short: a box
   * and a thread need classes that a worker of a few attempts should not load.
   */
  private static final long LONG = 250_000_000;

  /** How long something waits at most, in milliseconds. */
  private static final long MOMENT = 1;

  /** The thread rests when nothing was said for so many moments. */
  private static final int MOMENTS = 10;

  private final FrameWriter writer;
  private final PrintStream naked;

  /** Where the box is made; null where none is wanted, or can be had. */
  private @Nullable String file;

  private @Nullable BlackBox box;
  private volatile boolean on;

  /** Of the attempts' lengths, those before the last ones counting ever less; the lane's. */
  private long mean = LONG;

  /** The same as {@link #on}, but that the lane has not heard of a rest; the lane's. */
  private boolean begun;

  Gathering(FrameWriter writer, PrintStream naked) {
    this.writer = writer;
    this.naked = naked;
  }

  /** Where a box may be made; empty for nowhere. */
  void setUp(String blackBox) {
    file = blackBox.isEmpty() ? null : blackBox;
  }

  /** An attempt has ended after so many nanoseconds; of one lane alone, and on its thread. */
  void ended(long nanos) throws IOException {
    if (begun && !on) {
      begun = false;
      mean = LONG;
    }
    mean += (nanos - mean) / SOME;
    if (begun && mean > 2 * SHORT) {
      begun = false;
      stop();
    } else if (!begun && mean < SHORT && file != null) {
      begin(file);
    }
  }

  private synchronized void begin(String in) throws IOException {
    BlackBox made = box;
    if (made == null) {
      // A disk may take its time, and what has ended is not kept yet.
      writer.flush();
      try {
        made = BlackBox.make(Path.of(in));
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread thread = new Thread(group.getParent(), this, "parallel-exec moments", 0, false);
        thread.setDaemon(true);
        thread.start();
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // No room for it, no thread to be had, or no leave from what the user's code has set up:
        // all goes on as it was.
        file = null;
        return;
      }
      box = made;
    }
    begun = true;
    on = true;
    writer.gather(made);
    notifyAll();
  }

  /** What was said since the last moment goes out here: there may be no other moment. */
  private synchronized void stop() throws IOException {
    on = false;
    writer.stopGathering();
  }

  @Override
  public void run() {
    try {
      int quiet = 0;
      while (true) {
        pause();
        quiet = writer.tick() ? 0 : quiet + 1;
        if (quiet == MOMENTS) {
          quiet = 0;
          stop();
        }
      }
    } catch (Throwable e) {
      WorkerMain.die(e, naked);
    }
  }

  /** For a moment, or as long as nothing is gathered. */
  private void pause() {
    try {
      synchronized (this) {
        while (!on) {
          wait();
        }
      }
      Thread.sleep(MOMENT);
    } catch (InterruptedException e) {
      // Users' code may interrupt whatever thread it finds.
    }
  }
}
