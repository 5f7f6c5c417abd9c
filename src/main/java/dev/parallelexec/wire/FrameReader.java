package dev.parallelexec.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads frames from a stream; for one thread. */
public final class FrameReader {
  /**
   * The longest body, 256 MiB: more than any result that a build can want, and few enough bytes
   * that a wrong length cannot ask for all the memory there is.
   */
  public static final int LONGEST = 256 << 20;

  /** Buffers above this size are not kept from one frame to the next. */
  static final int KEEP = 1 << 20;

  private final DataInputStream in;
  private byte[] buffer = new byte[8 * 1024];

  /** Reads from a stream that should buffer. */
  public FrameReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /**
   * The next frame, or null at the end of the stream between two frames.
   *
   * @throws ProtocolException where the bytes are no frame
   * @throws EOFException where the stream ends within a frame
   */
  public @Nullable Frame read() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length =
        first << 24
            | in.readUnsignedByte() << 16
            | in.readUnsignedByte() << 8
            | in.readUnsignedByte();
    if (length < 1 || length > LONGEST) {
      throw new ProtocolException("a frame of " + length + " bytes");
    }
    fill(length);
    Frame frame = new Decoder(buffer, length).frame();
    if (buffer.length > KEEP) {
      buffer = new byte[8 * 1024];
    }
    return frame;
  }

  /** Asks for memory as the bytes arrive: a length alone, which anybody can say, costs nothing. */
  private void fill(int length) throws IOException {
    int filled = 0;
    while (filled < length) {
      if (filled == buffer.length) {
        buffer = grown(Math.min(length, 2 * filled));
      }
      int count = in.read(buffer, filled, Math.min(length, buffer.length) - filled);
      if (count < 0) {
        throw new EOFException(length - filled + " bytes of a frame are missing");
      }
      filled += count;
    }
  }

  private byte[] grown(int length) throws ProtocolException {
    try {
      return Arrays.copyOf(buffer, length);
    } catch (OutOfMemoryError e) {
      throw new ProtocolException("no memory for a frame of " + length + " bytes");
    }
  }
}
