package dev.parallelexec.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes frames to a stream. Safe for several threads: frames never mix. {@link #write} buffers,
 * {@link #send} writes and flushes; several frames in one write to the socket are what makes small
 * tasks cheap.
 */
public final class FrameWriter {
  /** What is gathered before the socket is written to without a flush. */
  private static final int GATHER = 64 * 1024;

  private final OutputStream out;
  private final Encoder encoder = new Encoder();

  /** Writes to a stream that does not buffer. */
  public FrameWriter(OutputStream out) {
    this.out = out;
  }

  /** Buffers a frame. */
  public synchronized void write(Frame frame) throws IOException {
    encoder.frame(frame);
    if (encoder.size() > GATHER) {
      flush();
    }
  }

  /** Writes a frame, and what is buffered before it. */
  public synchronized void send(Frame frame) throws IOException {
    encoder.frame(frame);
    flush();
  }

  /** Writes what is buffered. */
  public synchronized void flush() throws IOException {
    if (encoder.size() > 0) {
      encoder.drain(out);
      out.flush();
    }
  }
}
