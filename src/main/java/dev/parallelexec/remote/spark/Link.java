package dev.parallelexec.remote.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a pair of streams: each is the length of its body, a byte for the kind, the
 * worker's number, and the body. {@link #send} is for any thread, {@link #receive} for one.
 */
final class Link implements Closeable {
  /** No body is longer; what says so does not speak this language. */
  private static final int MOST = 16 * 1024 * 1024;

  private static final Message.Kind[] KINDS = Message.Kind.values();

  private final DataInputStream in;
  private final DataOutputStream out;
  private final Closeable connection;

  /**
   * Takes the streams over.
   *
   * @param connection closed with it
   */
  Link(InputStream in, OutputStream out, Closeable connection) {
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out));
    this.connection = connection;
  }

  /** Takes the socket over. */
  static Link over(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return new Link(socket.getInputStream(), socket.getOutputStream(), socket);
  }

  /** Writes it at once. Blocks while the other side does not read. */
  synchronized void send(Message message) throws IOException {
    out.writeInt(message.body().length);
    out.writeByte(message.kind().ordinal());
    out.writeInt(message.worker());
    out.write(message.body());
    out.flush();
  }

  /** The next one; null where the other side has ended in between two. Blocks. */
  @Nullable Message receive() throws IOException {
    return receive(MOST);
  }

  /** The same, from somebody who has to be brief. */
  @Nullable Message receive(int most) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int kind = in.readUnsignedByte();
    if (length < 0 || length > most || kind >= KINDS.length) {
      throw new IOException("the other side does not speak the plugin's language");
    }
    int worker = in.readInt();
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the link ended in the middle of a message");
    }
    return new Message(KINDS[kind], worker, body);
  }

  /** Ends it; who waits in {@link #receive} is woken where the connection is a socket. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      // It is of no use any more in any case.
      return;
    }
  }
}
