package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What users' code prints, on its way to Maven: a frame for every write, told with the attempt that
 * runs at that moment. Text is UTF-8, whatever the platform's own charset is.
 */
final class Output extends OutputStream {
  private static final int PIECE = 64 * 1024;

  private final FrameWriter writer;
  private final boolean err;

  /** Closed by the user's code, which closes it for that task and no other. */
  volatile boolean closed;

  Output(FrameWriter writer, boolean err) {
    this.writer = writer;
    this.err = err;
  }

  /** A stream that buffers as the JVM's own does: single bytes, until a line ends. */
  PrintStream stream() {
    closed = false;
    return new PrintStream(new BufferedOutputStream(this, 8192), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    RunningAttempt attempt = Exit.attempt();
    long seq = attempt == null ? -1 : attempt.seq;
    // The socket of an interrupted virtual thread is closed under it; this one is everybody's.
    boolean interrupted = Thread.interrupted();
    try {
      for (int at = from; at < from + length; at += PIECE) {
        int end = Math.min(at + PIECE, from + length);
        writer.send(new Frame.Output(seq, err, Arrays.copyOfRange(bytes, at, end)));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
