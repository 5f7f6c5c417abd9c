package dev.parallelexec.remote.depot;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The same program where nobody holds its streams at Maven's end: it calls there itself. It ends
 * with that connection, and with its standard input, which somebody holds on the node: whichever is
 * first; then nothing of it is left.
 */
public final class Outpost {
  private static final int CONNECT_MILLIS = 10_000;

  private Outpost() {}

  /**
   * Started on a node. The first line of standard input says host, port, number and secret.
   *
   * @param args a directory, of this program alone, that goes with it; the build's name; bytes that
   *     may be kept
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    InputStream in = System.in;
    String[] home = line(in).split(" ", -1);
    Path directory = Path.of(args[0]);
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      Thread lifeline = new Thread(() -> awaitEnd(in, socket), "lifeline");
      lifeline.setDaemon(true);
      lifeline.start();
      socket.connect(new InetSocketAddress(home[0], Integer.parseInt(home[1])), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), Parcel.BUFFER));
      out.writeInt(Integer.parseInt(home[2]));
      out.write(HexFormat.of().parseHex(home[3]));
      DataInputStream from =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), Parcel.BUFFER));
      try {
        Depot.keep(from, out, args[1], new Depot.Place(directory, Long.parseLong(args[2]), 0));
      } finally {
        // Before the other end hears that there is no more.
        Tenancy.delete(directory);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static void awaitEnd(InputStream in, Socket socket) {
    try (socket) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // That is its end, too.
    }
  }
}
