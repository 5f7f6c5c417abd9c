package dev.parallelexec.remote.spark;

import dev.parallelexec.jvm.ArgumentFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's process on its node. Whatever ends first, it ends with it, and with it all that it has
 * started: the task, the connection home, or the executor's JVM.
 */
final class NodeWorker {
  /** What a dead process wrote is read by then; a pipe that is still open belongs to another. */
  private static final long DRAIN_MILLIS = 300;

  private static final int CHUNK = 8 * 1024;

  private final int number;
  private final Order order;
  private final Node node;
  private final Link home;

  /** Starts nothing yet. */
  NodeWorker(int number, Order order, Node node, Link home) {
    this.number = number;
    this.order = order;
    this.node = node;
    this.home = home;
  }

  /** Starts it and stays until it has ended, or is ended because of an interrupt. */
  void live() throws IOException {
    Path own = Files.createTempDirectory(node.directory(), "worker");
    try {
      Process process = started(own);
      if (process != null) {
        Thread hook = new Thread(() -> endAll(process), "parallel-exec end of worker " + number);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
          attend(process);
        } finally {
          end(process);
          forget(hook);
        }
      }
    } finally {
      Leftovers.delete(own);
    }
  }

  private @Nullable Process started(Path own) throws IOException {
    try {
      ProcessBuilder builder = new ProcessBuilder(command(own));
      builder.directory(directory().toFile());
      // Spark's own secrets are not the worker's to know.
      builder.environment().keySet().removeIf(name -> name.startsWith("_SPARK_AUTH"));
      builder.environment().putAll(order.environment());
      return builder.start();
    } catch (IOException | IllegalArgumentException e) {
      String why = "on node " + node.name() + ": " + e.getMessage();
      home.send(Message.of(Message.Kind.REFUSED, number, why));
      return null;
    }
  }

  /** Where it is not there, neither would be what tasks read, and what they write would be lost. */
  private Path directory() throws IOException {
    Path directory = Path.of(order.directory());
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "there is no %s; staging 'shared' needs a file system that nodes share with this machine"
              .formatted(directory));
    }
    return directory;
  }

  /** Behind the arguments in the user's order; a class path can be too long for a command. */
  private List<String> command(Path own) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String file : order.files()) {
      entries.add(node.file().apply(Path.of(file).getFileName().toString()));
    }
    ArgumentFile file = new ArgumentFile();
    file.add("-cp").add(String.join(File.pathSeparator, entries)).add(order.mainClass());
    Path rest = Files.write(own.resolve("worker.args"), file.bytes());
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(order.arguments());
    command.add("@" + rest);
    return command;
  }

  /** The executor's own, where Maven's is not there. */
  private String program() {
    return Files.isExecutable(Path.of(order.program()))
        ? order.program()
        : Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void attend(Process process) throws IOException {
    greet(process);
    List<Thread> drains =
        List.of(
            daemon("stdout", () -> drain(process.getInputStream(), Message.Kind.OUT)),
            daemon("stderr", () -> drain(process.getErrorStream(), Message.Kind.ERR)));
    String pid = Long.toString(process.pid());
    home.send(Message.of(Message.Kind.PLACED, number, node.name(), pid, node.executor()));
    drains.forEach(Thread::start);
    daemon("home", () -> listen(process)).start();
    int code = waited(process);
    endAll(process);
    for (Thread drain : drains) {
      joined(drain);
    }
    home.send(Message.of(Message.Kind.EXIT, number, Integer.toString(code)));
  }

  private void greet(Process process) {
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write(order.line().getBytes(StandardCharsets.UTF_8));
      stdin.flush();
    } catch (IOException e) {
      // Gone already: its exit code and what it printed tell more.
      return;
    }
  }

  private Thread daemon(String what, Runnable work) {
    Thread thread = new Thread(work, "parallel-exec worker " + number + " " + what);
    thread.setDaemon(true);
    return thread;
  }

  private void drain(InputStream pipe, Message.Kind kind) {
    byte[] bytes = new byte[CHUNK];
    try (pipe) {
      for (int n = pipe.read(bytes); n >= 0; n = pipe.read(bytes)) {
        home.send(new Message(kind, number, Arrays.copyOf(bytes, n)));
      }
    } catch (IOException e) {
      // The process is gone, or home is: then the thread that listens ends the process.
      return;
    }
  }

  /** Whatever comes from home, or its end, means the worker's. */
  private void listen(Process process) {
    try {
      home.receive();
    } catch (IOException e) {
      // That is its end, too.
    }
    end(process);
  }

  private static int waited(Process process) {
    boolean interrupted = false;
    while (true) {
      try {
        int code = process.waitFor();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return code;
      } catch (InterruptedException e) {
        interrupted = true;
        end(process);
      }
    }
  }

  private static void joined(Thread drain) {
    try {
      drain.join(DRAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  /** With those that the system has given another parent by now. */
  private void endAll(Process process) {
    end(process);
    Strays.end(order.environment().getOrDefault(Strays.MARK, ""));
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, or has run.
      return;
    }
  }
}
