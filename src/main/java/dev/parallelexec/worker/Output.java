package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What users' code prints, on its way to Maven: gathered until a line ends, as the JVM's own
 * streams do with single bytes, and told with the attempt that runs at that moment. Where several
 * run at once each gathers for itself. Text is UTF-8, whatever the platform's own charset is.
 */
final class Output extends OutputStream {
  private static final int PIECE = 64 * 1024;
  private static final int GATHER = 8 * 1024;

  private final FrameWriter writer;
  private final boolean err;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

  /** Closed by the user's code, which closes it for that task and no other. */
  volatile boolean closed;

  private boolean shared;

  Output(FrameWriter writer, boolean err) {
    this.writer = writer;
    this.err = err;
  }

  /** Its next stream is one that several tasks print to at once. */
  void share() {
    shared = true;
    closed = true;
  }

  /** A stream that is not closed. */
  PrintStream stream() {
    closed = false;
    return shared ? new Shared(this) : new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  /** A task of several cannot close it: the others still print. */
  private static final class Shared extends PrintStream {
    Shared(OutputStream to) {
      super(to, true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      if (Exit.STRAYS.get() == null) {
        super.close();
      } else {
        flush();
      }
    }
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    RunningAttempt own = Exit.STRAYS.get();
    ByteArrayOutputStream to = gathered(own);
    synchronized (to) {
      if (to.size() + length > GATHER) {
        send(own, to);
      }
      if (length < GATHER) {
        to.write(bytes, from, length);
      } else {
        send(own, bytes, from, length);
      }
    }
  }

  @Override
  public void flush() throws IOException {
    flush(Exit.STRAYS.get());
  }

  /** Sends what was gathered for one of several attempts; for null, of all others. */
  void flush(@Nullable RunningAttempt attempt) throws IOException {
    ByteArrayOutputStream from = gathered(attempt);
    synchronized (from) {
      send(attempt, from);
    }
  }

  private ByteArrayOutputStream gathered(@Nullable RunningAttempt attempt) {
    return attempt == null ? gathered : err ? attempt.err : attempt.out;
  }

  private void send(@Nullable RunningAttempt own, ByteArrayOutputStream all) throws IOException {
    if (all.size() > 0) {
      byte[] bytes = all.toByteArray();
      all.reset();
      send(own, bytes, 0, bytes.length);
    }
  }

  private void send(@Nullable RunningAttempt own, byte[] bytes, int from, int length)
      throws IOException {
    RunningAttempt attempt = own == null ? Exit.attempt() : own.here();
    long seq = attempt == null ? -1 : attempt.seq;
    // The socket of an interrupted virtual thread is closed under it; this one is everybody's.
    boolean interrupted = Thread.interrupted();
    try {
      for (int at = from; at < from + length; at += PIECE) {
        int end = Math.min(at + PIECE, from + length);
        writer.say(new Frame.Output(seq, err, Arrays.copyOfRange(bytes, at, end)));
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
