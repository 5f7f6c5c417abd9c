package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import java.io.BufferedInputStream;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where workers knock. Bound to loopback; who does not say the right secret in time is dropped, and
 * the door stays open. A secret is good for one knock.
 */
final class Door implements AutoCloseable {
  /** A worker says hello within milliseconds of its connecting; a stranger gets no longer. */
  private static final int HELLO_MILLIS = 10_000;

  /** So many may be on the doorstep at once; further ones wait in the backlog. */
  private static final int DOORSTEP = 64;

  private static final int SECRET_BYTES = 32;

  private final ServerSocket server;
  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, Guest> expected = new ConcurrentHashMap<>();
  private final Sieve.Room room = Sieve.Room.ofHeap();
  private final Semaphore doorstep = new Semaphore(DOORSTEP);

  /** Opens the door; a daemon thread stands behind it. */
  Door() throws IOException {
    server = new ServerSocket(0, 256, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Thread thread = new Thread(this::accept, "parallel-exec door");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A worker that is expected.
   *
   * @param line what it has to read from its stdin to get in
   * @param connected completed when it is in
   */
  record Guest(int number, byte[] secret, String line, CompletableFuture<Channel> connected) {}

  /** The open channel of a worker. */
  record Channel(Socket socket, FrameReader reader, Frame.Hello hello) {}

  /** Expects a worker. */
  Guest expect() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    int number = numbers.incrementAndGet();
    String line = server.getLocalPort() + " " + number + " " + HexFormat.of().formatHex(secret);
    Guest guest = new Guest(number, secret, line + "\n", new CompletableFuture<>());
    expected.put(number, guest);
    return guest;
  }

  /** Expects it no longer. */
  void forget(Guest guest) {
    expected.remove(guest.number());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        doorstep.acquireUninterruptibly();
        Thread thread = new Thread(() -> greet(socket), "parallel-exec doorstep");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // Out of file descriptors, or closed: the first passes, the second ends the loop.
        Thread.onSpinWait();
      }
    }
  }

  private void greet(Socket socket) {
    boolean in = false;
    try {
      socket.setSoTimeout(HELLO_MILLIS);
      socket.setTcpNoDelay(true);
      FrameReader reader =
          new FrameReader(
              new Sieve(new BufferedInputStream(socket.getInputStream(), 64 * 1024), room));
      if (reader.read() instanceof Frame.Hello hello) {
        Guest guest = expected.get(hello.number());
        if (guest != null
            && MessageDigest.isEqual(guest.secret(), hello.secret())
            && expected.remove(hello.number(), guest)) {
          socket.setSoTimeout(0);
          in = guest.connected().complete(new Channel(socket, reader, hello));
        }
      }
    } catch (IOException e) {
      // A stranger, or a worker that died in the doorway; its process will tell.
      in = false;
    } finally {
      doorstep.release();
      if (!in) {
        close(socket);
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing left to do for it.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
