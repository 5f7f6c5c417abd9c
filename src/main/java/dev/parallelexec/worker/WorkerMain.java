package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.FrameWriter;
import dev.parallelexec.wire.ProtocolException;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;

/**
 * The program inside a worker. Its threads:
 *
 * <ul>
 *   <li>this one, which reads the channel and never waits for a task: the channel's end ends the
 *       JVM at once, a task in the middle or not;
 *   <li>the {@linkplain TaskLoop task thread}, which runs the user's code;
 *   <li>for a list that runs several attempts at once, a thread for each, which then do that;
 *   <li>while attempts are short, one that sends what {@linkplain Gathering waits};
 *   <li>a thread for each main class, and whatever the user's code starts.
 * </ul>
 *
 * Nothing here uses lambdas, streams, regular expressions or formats before the first task: their
 * first use costs a fresh JVM more than all the rest.
 */
public final class WorkerMain implements Runnable {
  /** The exit code of a worker whose Maven is gone. */
  static final int ORPHANED = 71;

  /** The exit code of a worker that found itself broken; the reason is on its standard error. */
  static final int BROKEN = 70;

  /** How long users' shutdown hooks may take, in milliseconds. */
  private static final long FAREWELL = 5000;

  /** So long nothing comes from another machine, in milliseconds, before the link counts as cut. */
  private static final int SILENCE = 30_000;

  private final FrameWriter writer;
  private final Inbox inbox = new Inbox();

  private WorkerMain(FrameWriter writer) {
    this.writer = writer;
  }

  /**
   * Started by Maven's side, which writes one line to standard input: a port of this machine, the
   * worker's number, the secret in hexadecimal digits, and, where the port is another machine's,
   * that one's address. Then the worker ends when it hears nothing for so long that the link must
   * be cut.
   */
  public static void main(String[] args) {
    PrintStream naked = System.err;
    try {
      String[] words = split(line(System.in));
      // Without asking for proxies: a user's -DsocksProxyHost is not meant for this, and asking
      // takes time.
      Socket socket = new Socket(Proxy.NO_PROXY);
      int port = Integer.parseInt(words[0]);
      if (words.length > 3) {
        reach(socket, words[3], port, naked);
        socket.setSoTimeout(SILENCE);
      } else {
        byte[] here = {127, 0, 0, 1};
        socket.connect(new InetSocketAddress(InetAddress.getByAddress(here), port));
      }
      socket.setTcpNoDelay(true);
      FrameWriter writer = new FrameWriter(socket.getOutputStream());
      writer.send(
          new Frame.Hello(
              octets(words[2]),
              Integer.parseInt(words[1]),
              pid(),
              System.getProperty("java.version", "")));
      new WorkerMain(writer).obey(socket.getInputStream(), naked);
    } catch (Throwable e) {
      die(e, naked);
    }
  }

  /**
   * On Maven's own machine it is Maven that is gone; elsewhere the address may be the wrong one.
   */
  private static void reach(Socket socket, String address, int port, PrintStream naked)
      throws IOException {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port));
    } catch (IOException e) {
      naked.println(
          "parallel-exec worker: Maven's machine is not reached from here at "
              .concat(address)
              .concat(" (engineProperties: address): ")
              .concat(e.toString()));
      throw e;
    }
  }

  /**
   * Ends the JVM at once: quietly where the channel is gone, else with the reason, as far as there
   * is memory to say it.
   */
  static void die(Throwable reason, PrintStream naked) {
    if (reason instanceof IOException && !(reason instanceof ProtocolException)) {
      orphaned();
    }
    try {
      naked.println("parallel-exec worker: ".concat(reason.toString()));
      for (StackTraceElement frame : reason.getStackTrace()) {
        naked.println("\tat ".concat(frame.toString()));
      }
      naked.flush();
    } finally {
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  /** Nobody else is left who could end what the tasks started. */
  private static void orphaned() {
    try {
      Offspring.end();
      Lost.end();
    } finally {
      Runtime.getRuntime().halt(ORPHANED);
    }
  }

  private void obey(InputStream in, PrintStream naked) throws IOException {
    Surroundings around = new Surroundings(writer);
    TaskLoop loop = new TaskLoop(inbox, writer, around, naked);
    ThreadGroup group = loop.start();
    Runtime.getRuntime().addShutdownHook(new Thread(around, "parallel-exec goodbye"));
    Thread signals = new Thread(group, new Signals(), "parallel-exec signals");
    signals.setDaemon(true);
    signals.start();
    FrameReader reader = new FrameReader(new BufferedInputStream(in, 64 * 1024));
    while (true) {
      Frame frame = reader.read();
      if (frame == null) {
        orphaned();
        return;
      } else if (frame.kind() == Frame.Kind.QUIT) {
        quit();
        return;
      }
      obey(loop, frame);
    }
  }

  /**
   * What cannot wait for the task thread is done here. By kinds: {@code instanceof} would load the
   * classes of frames that may never come.
   */
  private void obey(TaskLoop loop, Frame frame) throws IOException {
    Frame.Kind kind = frame.kind();
    if (kind == Frame.Kind.RUN) {
      if (!loop.runs.add(frame)) {
        writer.send(new Frame.Returned(List.of(((Frame.Run) frame).seq())));
      }
    } else if (kind == Frame.Kind.PING) {
      writer.send(frame);
    } else if (kind == Frame.Kind.RECALL) {
      writer.send(new Frame.Returned(loop.runs.recall()));
    } else if (kind == Frame.Kind.INTERRUPT) {
      RunningAttempt attempt = loop.running(((Frame.Interrupt) frame).seq());
      if (attempt != null) {
        attempt.interrupt();
      }
    } else if (kind == Frame.Kind.DUMP) {
      Thread thread =
          new Thread(new ThreadDump(writer, ((Frame.Dump) frame).seq()), "parallel-exec dump");
      thread.setDaemon(true);
      thread.start();
    } else {
      if (kind == Frame.Kind.OPEN) {
        loop.runs = ((Frame.Open) frame).threads() > 1 ? new Inbox() : inbox;
      }
      inbox.add(frame);
    }
  }

  /** An orderly end, with the shutdown hooks of the user's code; but an end. */
  private void quit() {
    Thread thread = new Thread(this, "parallel-exec quit");
    thread.start();
    try {
      thread.join(FAREWELL);
    } catch (InterruptedException e) {
      // Then it ends right now.
    }
    Runtime.getRuntime().halt(0);
  }

  /** The thread that ends the JVM, and waits for the user's hooks as long as they take. */
  @Override
  public void run() {
    Offspring.end();
    System.exit(0);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    while (c >= ' ') {
      line.append((char) c);
      c = in.read();
    }
    return line.toString();
  }

  private static String[] split(String line) throws ProtocolException {
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    int third = line.indexOf(' ', second + 1);
    if (first < 0 || second < 0) {
      throw new ProtocolException("this program is for the plugin to start, not for people");
    }
    String port = line.substring(0, first);
    String number = line.substring(first + 1, second);
    return third < 0
        ? new String[] {port, number, line.substring(second + 1)}
        : new String[] {port, number, line.substring(second + 1, third), line.substring(third + 1)};
  }

  /** On Linux without the machinery of {@code ProcessHandle}, which starts a pool of threads. */
  private static long pid() throws IOException {
    File self = new File("/proc/self");
    return self.exists()
        ? Long.parseLong(self.getCanonicalFile().getName())
        : ProcessHandle.current().pid();
  }

  private static byte[] octets(String hex) {
    byte[] octets = new byte[hex.length() / 2];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return octets;
  }
}
