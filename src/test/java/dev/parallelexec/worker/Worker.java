package dev.parallelexec.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Call;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.FrameWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Maven's side of one real worker, for tests; closing it asserts that no process is left. */
final class Worker implements AutoCloseable {
  private static final String SECRET = "00ff10";

  final Process process;
  final Frame.Hello hello;

  /** What came beside the frame that was waited for. */
  final List<Frame> passed = new ArrayList<>();

  private final Socket socket;
  private final FrameWriter writer;
  private final FrameReader reader;

  private Worker(Process process, Socket socket) throws IOException {
    this.process = process;
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    writer = new FrameWriter(socket.getOutputStream());
    reader = new FrameReader(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    hello = await(Frame.Hello.class);
  }

  /** The JDK that runs the tests, and a JDK 25 where the machine has one. */
  static List<Path> homes() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    List<Path> homes = new ArrayList<>(List.of(own));
    try (var siblings = Files.newDirectoryStream(own.getParent(), "*25*")) {
      for (Path sibling : siblings) {
        if (Files.isExecutable(sibling.resolve("bin/java"))
            && !sibling.toRealPath().equals(own)
            && homes.size() < 2) {
          homes.add(sibling);
        }
      }
    }
    return homes;
  }

  /** A worker that has said hello. */
  static Worker start(Path home, String... options) throws IOException {
    return start(home, ProcessBuilder.Redirect.INHERIT, options);
  }

  private static Worker start(Path home, ProcessBuilder.Redirect errors, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      server.setSoTimeout(30_000);
      Process process =
          new ProcessBuilder(command)
              .redirectError(errors)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line = server.getLocalPort() + " 7 " + SECRET + "\n";
      process.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
      return new Worker(process, server.accept());
    }
  }

  /** A worker that is ready. */
  static Worker ready(Path home, String... options) throws IOException {
    return setUp(start(home, options));
  }

  /** A worker that is ready, and whose standard error goes to a file. */
  static Worker ready(Path home, Path errors) throws IOException {
    return setUp(start(home, ProcessBuilder.Redirect.to(errors.toFile())));
  }

  private static Worker setUp(Worker worker) throws IOException {
    worker.send(
        new Frame.Setup(3, "run-1", Map.of("shared", "yes"), null, List.of(), false, "", ""));
    assertThat(worker.await(Frame.Ready.class).failure()).isNull();
    return worker;
  }

  void send(Frame frame) throws IOException {
    writer.send(frame);
  }

  void flush() throws IOException {
    writer.flush();
  }

  void write(Frame frame) throws IOException {
    writer.write(frame);
  }

  /** Opens a list whose calls can be made. */
  void open(int list, Call... calls) throws IOException {
    send(new Frame.Open(list, List.of(calls), false, 2, 1));
    assertThat(await(Frame.Opened.class).problems()).isEmpty();
  }

  /** Opens a list of which so many attempts run at once. */
  void openShared(int list, int threads, Call... calls) throws IOException {
    send(new Frame.Open(list, List.of(calls), false, 2, threads));
    assertThat(await(Frame.Opened.class).problems()).isEmpty();
  }

  /** The ends of the next attempts, by their numbers. */
  Map<Long, Frame.Done> ends(int count) throws IOException {
    Map<Long, Frame.Done> ends = new TreeMap<>();
    while (ends.size() < count) {
      Frame.Done done = await(Frame.Done.class);
      ends.put(done.seq(), done);
    }
    return ends;
  }

  static Frame.Run run(long seq, int call, String... arguments) {
    return new Frame.Run(
        seq, 1, call, (int) seq, "t" + seq, 1, List.of(arguments), false, Map.of(), "", false);
  }

  /** Sends what may be no frame at all. */
  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Runs one attempt of list 1 to its end. */
  Frame.Done done(long seq, int call, String... arguments) throws IOException {
    send(run(seq, call, arguments));
    return done(seq);
  }

  Frame.Done done(long seq) throws IOException {
    assertThat(await(Frame.Started.class).seq()).isEqualTo(seq);
    Frame.Done done = await(Frame.Done.class);
    assertThat(done.seq()).isEqualTo(seq);
    return done;
  }

  /** The next frame of a kind; those before it are kept. */
  <T extends Frame> T await(Class<T> type) throws IOException {
    while (true) {
      Frame frame = reader.read();
      assertThat(frame).as("a %s before the end of the channel", type).isNotNull();
      if (type.isInstance(frame)) {
        return type.cast(frame);
      }
      passed.add(frame);
    }
  }

  /** The frames until its channel ends. */
  List<Frame> rest() throws IOException {
    List<Frame> rest = new ArrayList<>();
    for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
      rest.add(frame);
    }
    return rest;
  }

  /** What was printed so far. */
  String output(long seq, boolean err) {
    StringBuilder text = new StringBuilder();
    for (Frame frame : passed) {
      if (frame instanceof Frame.Output output && output.seq() == seq && output.err() == err) {
        text.append(new String(output.bytes(), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  /** Cuts the channel, as a killed Maven does, and waits for the worker's end. */
  int cut() throws IOException {
    socket.close();
    return ended();
  }

  int ended() {
    try {
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("the worker has ended").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    try {
      cut();
    } finally {
      process.destroyForcibly();
    }
  }
}
