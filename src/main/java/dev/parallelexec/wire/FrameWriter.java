package dev.parallelexec.wire;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a stream. Safe for several threads: frames never mix. {@link #write} buffers,
 * {@link #send} writes and flushes; several frames in one write to the socket are what makes small
 * tasks cheap. Where there is a {@link BlackBox}, {@link #say} may leave even that to later which
 * has to be known when this process dies.
 */
public final class FrameWriter {
  /** What is gathered before the socket is written to without a flush. */
  private static final int GATHER = 64 * 1024;

  private final OutputStream out;
  private final Encoder encoder = new Encoder();

  /** Bytes that were handed to the stream. */
  private long sent;

  /** What that was at the last {@link #tick}. */
  private long ticked;

  private @Nullable BlackBox box;
  private boolean gathers;

  /** Writes to a stream that does not buffer. */
  public FrameWriter(OutputStream out) {
    this.out = out;
  }

  /** Buffers a frame. */
  public synchronized void write(Frame frame) throws IOException {
    put(frame);
    if (encoder.size() > GATHER) {
      flush();
    }
  }

  /** Writes a frame, and what is buffered before it. */
  public synchronized void send(Frame frame) throws IOException {
    put(frame);
    flush();
  }

  /** Sends a frame whose loss would tell a wrong story; while it gathers, that is kept as well. */
  public synchronized void say(Frame frame) throws IOException {
    put(frame);
    if (!gathers || encoder.size() > GATHER) {
      flush();
    }
  }

  /** Writes what is buffered. */
  public synchronized void flush() throws IOException {
    int size = encoder.size();
    if (size > 0) {
      try {
        encoder.drain(out);
      } finally {
        sent += size - encoder.size();
      }
      out.flush();
    }
  }

  /** From now on all that is written is kept in a box, too, and {@link #say} buffers. */
  public synchronized void gather(BlackBox in) throws IOException {
    flush();
    box = in;
    gathers = true;
  }

  /** From now on {@link #say} sends; what was said before is sent, too. */
  public synchronized void stopGathering() throws IOException {
    gathers = false;
    flush();
  }

  /** Writes what is buffered; whether anything was written since it was called before. */
  public synchronized boolean tick() throws IOException {
    flush();
    boolean some = sent != ticked;
    ticked = sent;
    return some;
  }

  /**
   * All of a frame or nothing, also where an error of the JVM breaks this off: users' code, which
   * prints, may run out of stack anywhere, catch that, and go on.
   */
  private void put(Frame frame) throws IOException {
    int from = encoder.size();
    try {
      encoder.frame(frame);
      if (box != null) {
        encoder.keep(box, from, sent);
      }
    } catch (IOException | RuntimeException | Error e) {
      encoder.cut(from);
      throw e;
    }
  }
}
