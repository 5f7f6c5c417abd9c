package dev.parallelexec.remote.spark;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the programs that keep files on nodes call: a port of this machine, and for each of them a
 * secret that is good for one connection. A stranger is dropped after some seconds. For any thread.
 */
final class Outposts implements Closeable {
  private static final int HELLO_MILLIS = 10_000;
  private static final int SECRET_BYTES = 32;

  private final ServerSocket server;
  private final SecureRandom random = new SecureRandom();
  private final Map<Integer, Expected> expected = new ConcurrentHashMap<>();

  /** Lets callers in, at an address of this machine. */
  Outposts(InetAddress address) throws IOException {
    server = new ServerSocket(0, 128, address);
    daemon("parallel-exec outposts", this::accept);
  }

  /** One that is to call. */
  final class Expected implements AutoCloseable {
    private final int number = random.nextInt();
    private final byte[] secret = new byte[SECRET_BYTES];
    private final CompletableFuture<Socket> called = new CompletableFuture<>();
    private boolean taken;

    private Expected() {
      random.nextBytes(secret);
      expected.put(number, this);
    }

    /** What it has to be told, as a line. */
    String line() {
      return "%s %d %d %s\n"
          .formatted(
              server.getInetAddress().getHostAddress(),
              server.getLocalPort(),
              number,
              HexFormat.of().formatHex(secret));
    }

    /** Done when it has called. */
    CompletableFuture<Socket> called() {
      return called;
    }

    /** Its connection, which is the caller's from now on. */
    Socket take() {
      taken = true;
      return called.join();
    }

    /** It is not let in any more. */
    @Override
    public void close() {
      expected.remove(number, this);
      if (!called.cancel(false) && !taken) {
        Outposts.close(called.join());
      }
    }
  }

  /** Expects another one, until it is closed. */
  Expected expect() {
    return new Expected();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        daemon("parallel-exec outpost " + socket.getPort(), () -> greet(socket));
      } catch (IOException e) {
        // Closed, or a connection that was lost before it was made.
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void greet(Socket socket) {
    boolean welcome = false;
    try {
      socket.setSoTimeout(HELLO_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      // Not buffered: what comes behind is for another reader.
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Expected one = expected.get(in.readInt());
      byte[] said = in.readNBytes(SECRET_BYTES);
      socket.setSoTimeout(0);
      welcome =
          one != null && MessageDigest.isEqual(said, one.secret) && one.called.complete(socket);
    } catch (IOException e) {
      // A stranger, or it has ended.
    } finally {
      if (!welcome) {
        close(socket);
      }
    }
  }

  private static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is of no use any more in any case.
    }
  }

  @Override
  public void close() {
    close(server);
  }
}
