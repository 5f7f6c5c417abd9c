package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where workers knock. Bound to loopback, or to the one address that workers on other machines
 * reach; who does not say the right secret in time is dropped, and the door stays open. A secret is
 * good for one knock.
 */
final class Door implements AutoCloseable {
  /** A worker says hello within milliseconds of its connecting; a stranger gets no longer. */
  private static final Duration HELLO = Duration.ofSeconds(10);

  /** A hello takes some eighty bytes; a stranger cannot make us read more. */
  private static final int LONGEST_HELLO = 1024;

  private static final int SECRET_BYTES = 32;

  private final long helloNanos;
  private final ServerSocket server;
  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, Guest> expected = new ConcurrentHashMap<>();
  private final Sieve.Room room = Sieve.Room.ofHeap();
  private final Doorstep doorstep = new Doorstep();
  private final int silenceMillis;

  /** Where workers on other machines are told to knock, as the end of their line; else empty. */
  private final String address;

  /** Opens the door to this machine's workers; a daemon thread stands behind it. */
  Door() throws IOException {
    this(HELLO, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), Duration.ZERO);
  }

  /**
   * Opens it to workers on other machines, who are asked whether they are there.
   *
   * @param silence a channel on which nothing comes for so long is cut
   */
  Door(InetAddress address, Duration silence) throws IOException {
    this(HELLO, address, silence);
  }

  Door(Duration hello, InetAddress bound, Duration silence) throws IOException {
    helloNanos = hello.toNanos();
    silenceMillis = (int) silence.toMillis();
    address = silence.isZero() ? "" : " " + bound.getHostAddress();
    server = new ServerSocket(0, 256, bound);
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

  /**
   * The open channel of a worker.
   *
   * @param heard what the reader reads, for who knows what comes behind it
   */
  record Channel(Socket socket, FrameReader reader, Frame.Hello hello, Heard heard) {
    /** Cuts it, which the worker notices; never fails. */
    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed or not, nobody will use it again.
        return;
      }
    }
  }

  /** Expects a worker. */
  Guest expect() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    int number = numbers.incrementAndGet();
    String words = server.getLocalPort() + " " + number + " " + HexFormat.of().formatHex(secret);
    String line = words + address + "\n";
    Guest guest = new Guest(number, secret, line, new CompletableFuture<>());
    expected.put(number, guest);
    return guest;
  }

  /** Expects it no longer; one that comes in at this very moment is put out again. */
  void forget(Guest guest) {
    expected.remove(guest.number());
    guest.connected().cancel(false);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        acceptOne();
      } catch (InterruptedException e) {
        // Nobody has a reason to; the door stays open until it is closed.
      }
    }
  }

  private void acceptOne() throws InterruptedException {
    Socket socket = null;
    try {
      socket = server.accept();
      Socket stranger = socket;
      doorstep.enter(stranger);
      Thread thread = new Thread(() -> greet(stranger), "parallel-exec doorstep");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException | OutOfMemoryError e) {
      // Out of file descriptors or threads, which passes; or closed, which ends the loop.
      if (socket != null) {
        doorstep.turnAway(socket);
      }
      doorstep.pause();
    }
  }

  private void greet(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      Heard heard = new Heard(socket.getInputStream());
      InputStream in = new BufferedInputStream(heard, 64 * 1024);
      Known guest = known(hello(socket, in));
      doorstep.leave(socket);
      if (guest != null) {
        socket.setSoTimeout(silenceMillis);
        Frame.Hello hello = guest.hello;
        FrameReader reader = new FrameReader(new Sieve(in, room));
        if (guest.worker.connected().complete(new Channel(socket, reader, hello, heard))) {
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      // A stranger, or a worker that died in the doorway; its process will tell.
    }
    doorstep.turnAway(socket);
  }

  private record Known(Guest worker, Frame.Hello hello) {}

  private @Nullable Known known(@Nullable Frame first) {
    if (first instanceof Frame.Hello hello) {
      Guest guest = expected.get(hello.number());
      if (guest != null
          && MessageDigest.isEqual(guest.secret(), hello.secret())
          && expected.remove(hello.number(), guest)) {
        return new Known(guest, hello);
      }
    }
    return null;
  }

  /** The first frame, if it comes in time and is no longer than a hello. */
  private @Nullable Frame hello(Socket socket, InputStream in) throws IOException {
    long end = System.nanoTime() + helloNanos;
    byte[] frame = new byte[Integer.BYTES];
    read(socket, in, frame, 0, end);
    int length = ByteBuffer.wrap(frame).getInt();
    if (length < 1 || length > LONGEST_HELLO) {
      return null;
    }
    frame = Arrays.copyOf(frame, Integer.BYTES + length);
    read(socket, in, frame, Integer.BYTES, end);
    return new FrameReader(new ByteArrayInputStream(frame)).read();
  }

  /** Fills the rest of an array; one byte now and then buys no time. */
  private static void read(Socket socket, InputStream in, byte[] bytes, int from, long end)
      throws IOException {
    int at = from;
    while (at < bytes.length) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      socket.setSoTimeout((int) Math.max(1, left));
      int count = left <= 0 ? -1 : in.read(bytes, at, bytes.length - at);
      if (count < 0) {
        throw new EOFException("no hello");
      }
      at += count;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    doorstep.close();
  }
}
