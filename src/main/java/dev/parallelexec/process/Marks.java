package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.MarkBytes;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts what comes over a worker's pipes in order with what it says over its channel (docs/decisions
 * 0033). Between two attempts there is a {@linkplain Frame.Mark mark} in each of them: what is
 * before it has to be told before the end of the first, what is behind it after the beginning of
 * the second. The reader of the channel waits for the former, those of the pipes for the latter;
 * all for a moment only, because who waits holds up a worker, or whoever has its pipe.
 *
 * <p>{@link #takes} and {@link #heard} are the channel's reader's, the rest is for any thread.
 */
final class Marks {
  /** So long a pipe may take for what is in it. Its reader does nothing else. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  /**
   * So long after an attempt what comes then may be the next one's; if there is none it is of a
   * process that the last one has left.
   */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  /** So long, if the channel's reader takes its time over what it has heard. */
  private static final long MOST = TimeUnit.SECONDS.toNanos(10);

  private final byte[] start;
  private @Nullable Strip out;
  private @Nullable Strip err;

  /** The last mark that the worker has told of. */
  private long told;

  /** The last of these after which something has begun. */
  private long begun;

  /** Whether {@code begun} is still to follow; the channel's reader's. */
  private boolean between;

  /** Whether who has the worker has still to hear what the mark was sent with. */
  private boolean busy;

  /** When it was no more so, by {@code System.nanoTime}. */
  private long ended;

  private boolean over;

  /** Those of a worker whose marks begin with a NUL and that; for empty, of one without. */
  Marks(String secret) {
    start = Arrays.copyOf(MarkBytes.of(secret, 0), 1 + secret.length());
  }

  /** What no other worker's begin with. */
  static String secret() {
    return Long.toHexString(ThreadLocalRandom.current().nextLong());
  }

  /** Takes what comes over one of the pipes, and hands on all but the marks. */
  synchronized Drain.Sink strip(boolean ofErr, Drain.Sink to) {
    if (start.length == 1) {
      return to;
    }
    Strip strip = new Strip(start, this, to);
    if (ofErr) {
      err = strip;
    } else {
      out = strip;
    }
    return strip;
  }

  /** Whether that was a mark; then the pipes have been read so far. */
  boolean takes(Frame frame) {
    if (frame instanceof Frame.Mark mark) {
      await(mark.number());
      return true;
    }
    return false;
  }

  /** Who has the worker knows of that frame. */
  void heard(Frame frame) {
    if (between) {
      between = !(frame instanceof Frame.Started);
      went(!between);
    }
  }

  /** Before that frame is sent; the same. */
  Frame sends(Frame frame) {
    if (frame instanceof Frame.Close) {
      begin();
    }
    return frame;
  }

  private synchronized void went(boolean on) {
    busy = false;
    ended = System.nanoTime();
    if (on) {
      begin();
    } else {
      notifyAll();
    }
  }

  private synchronized void begin() {
    begun = told;
    notifyAll();
  }

  /** Nobody waits any more. */
  synchronized void over() {
    over = true;
    notifyAll();
  }

  private synchronized void await(long number) {
    between = true;
    busy = true;
    told = number;
    long end = System.nanoTime() + PATIENCE;
    boolean late = false;
    while (!late && !over && (isBefore(out, number) || isBefore(err, number))) {
      late = !pause(end);
    }
    if (late) {
      // As where native code has put something else in place of the pipe.
      missed(out, number);
      missed(err, number);
    }
  }

  private static boolean isBefore(@Nullable Strip strip, long number) {
    return strip != null && strip.passed < number && strip.passed >= strip.missed;
  }

  private static void missed(@Nullable Strip strip, long number) {
    if (strip != null && strip.passed < number) {
      strip.missed = number;
    }
  }

  /** It has read all before a mark, or, for the highest number, all. */
  synchronized void passed(Strip strip, long number) {
    strip.passed = number;
    strip.when = System.nanoTime();
    notifyAll();
  }

  /** Until something has begun after the last mark, or nothing will. */
  synchronized void awaitBegin(Strip strip) {
    boolean late = false;
    while (!late && !over && begun < strip.passed) {
      boolean behind = busy || told < strip.passed;
      late = !pause(behind ? strip.when + MOST : ended + PAUSE);
    }
  }

  /** Waits for a change; false where it is too late for that. */
  private boolean pause(long end) {
    long left = end - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
