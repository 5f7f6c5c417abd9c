package dev.parallelexec.remote.spark;

import dev.parallelexec.remote.DepotLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** The program that keeps files on a node, at the other end of a connection that it has made. */
final class OutpostLink implements DepotLink.Connection {
  private final Socket socket;
  private final String node;
  private final InputStream in;
  private final OutputStream out;

  /** Takes the socket over. */
  OutpostLink(Socket socket, String node) throws IOException {
    this.socket = socket;
    this.node = node;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  /** It says nothing unasked: what can be read is the end. */
  @Override
  public boolean ended(long millis) {
    try {
      socket.setSoTimeout(Math.toIntExact(millis));
      return in.read() < 0;
    } catch (IOException e) {
      return socket.isClosed();
    }
  }

  @Override
  public String how(IOException seen) {
    return "its connection ended (" + seen + ")";
  }

  @Override
  public void kill() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more in any case.
    }
  }
}
