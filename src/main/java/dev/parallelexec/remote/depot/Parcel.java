package dev.parallelexec.remote.depot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file's content on its way: stretches of known length, and behind the last one the SHA-256 of
 * all. It may become longer or shorter while it is sent, and the disk may be full where it arrives:
 * whatever happens to the files, the link stays in order.
 */
public final class Parcel {
  static final int BUFFER = 64 * 1024;

  private static final int END = 0;
  private static final int GIVEN_UP = -1;

  private Parcel() {}

  /**
   * Sends a file.
   *
   * @throws Trouble where the file could not be read; the other end has heard of it
   * @throws IOException where the link is broken
   */
  public static void send(Path file, DataOutputStream out) throws IOException {
    Sum sum = new Sum();
    try (InputStream in = open(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int length = read(in, buffer); length > 0; length = read(in, buffer)) {
        out.writeInt(length);
        out.write(buffer, 0, length);
        sum.add(buffer, length);
      }
    } catch (Trouble e) {
      out.writeInt(GIVEN_UP);
      out.flush();
      throw e;
    }
    out.writeInt(END);
    Texts.write(out, sum.hex());
    out.flush();
  }

  private static InputStream open(Path file) throws Trouble {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw Trouble.of(e);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws Trouble {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw Trouble.of(e);
    }
  }

  /**
   * Receives a file, which stands in its place whole or not at all.
   *
   * @param expected its SHA-256; null for any
   * @throws Trouble where it could not be written, or is another one
   * @throws IOException where the link is broken
   */
  public static void receive(DataInputStream in, Path target, @Nullable String expected)
      throws IOException {
    try (Arrival arrival = new Arrival(target)) {
      byte[] buffer = new byte[BUFFER];
      int length = in.readInt();
      for (; length > 0; length = in.readInt()) {
        if (length > buffer.length) {
          throw new IOException("no stretch of a file: " + length);
        }
        in.readFully(buffer, 0, length);
        arrival.add(buffer, length);
      }
      if (length == GIVEN_UP) {
        throw new Trouble("it can no longer be read where it comes from");
      }
      arrival.end(Texts.read(in), expected);
    }
  }
}
