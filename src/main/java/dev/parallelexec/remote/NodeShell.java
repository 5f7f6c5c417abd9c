package dev.parallelexec.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a node's shell run a script: {@code <prefix> sh}, which reads it from standard input. The
 * prefix is started here without a shell.
 */
final class NodeShell {
  /** How long a command that closed its output may take to end. */
  private static final long END_MILLIS = 2_000;

  /** How long a command may take to end that was asked to. */
  private static final long ASKED_MILLIS = 1_000;

  /** A longer line is not ours. */
  private static final int LONGEST_LINE = 8 * 1024;

  private final List<String> command;
  private final LastLines last = new LastLines();

  /**
   * A script that has said its first line.
   *
   * @param process the command on this machine; its output begins behind that line
   * @param line what the script said, without {@linkplain Script#marker its mark}
   */
  record Answer(Process process, String line) {}

  private NodeShell(List<String> prefix) {
    this.command = new ArrayList<>(prefix);
    command.add("sh");
  }

  /**
   * Runs a script. Blocks until it has said its first line.
   *
   * @param limit for that; zero is for ever
   * @param waits asked when the limit is over: whether to wait for as long again
   * @throws IOException where it ends before that, with the command, the exit code and the last
   *     lines
   * @throws InterruptedException when nothing is left of it on this machine
   */
  static Answer run(List<String> prefix, Script script, Duration limit, BooleanSupplier waits)
      throws IOException, InterruptedException {
    return new NodeShell(prefix).run(script, limit, waits);
  }

  private Answer run(Script script, Duration limit, BooleanSupplier waits)
      throws IOException, InterruptedException {
    Process process = start();
    boolean good = false;
    try {
      CompletableFuture<String> line = new CompletableFuture<>();
      // Reads and writes of pipes heed no interrupt.
      Thread thread =
          new Thread(() -> converse(process, script, line), "parallel-exec launcher start");
      thread.setDaemon(true);
      thread.start();
      String said = await(process, line, limit, waits);
      good = true;
      return new Answer(process, said);
    } finally {
      if (!good) {
        kill(process);
        boolean unused = process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /**
   * Ends a command of this machine, and all below it. Does not block: the command itself is asked
   * first, and gets a second, because it may have something on a node that nobody else can end.
   * srun that is killed leaves a shell there that waits for its script as long as the allocation
   * lasts; asked, it has that ended within milliseconds.
   */
  static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroy();
    below.forEach(ProcessHandle::destroyForcibly);
    if (process.isAlive()) {
      Executor later = CompletableFuture.delayedExecutor(ASKED_MILLIS, TimeUnit.MILLISECONDS);
      later.execute(
          () -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
          });
    }
  }

  private Process start() throws IOException {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new IOException(
          "launcher: %s cannot be started here: %s".formatted(quoted(), e.getMessage()), e);
    }
  }

  private String await(
      Process process, CompletableFuture<String> line, Duration limit, BooleanSupplier waits)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return limit.isZero() ? line.get() : line.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!waits.getAsBoolean()) {
          last.addFrom(process.getErrorStream());
          throw new IOException(
              "launcher: %s did not run anything within %ss%s"
                  .formatted(quoted(), limit.toSeconds(), last.text()),
              e);
        }
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        throw cause instanceof IOException told ? told : new IOException(String.valueOf(cause), e);
      }
    }
  }

  private void converse(Process process, Script script, CompletableFuture<String> line) {
    try {
      send(process.getOutputStream(), script.bytes());
      String said = answer(process.getInputStream(), script.marker());
      if (said != null) {
        line.complete(said);
        return;
      }
      boolean ended = process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
      last.addFrom(process.getErrorStream());
      String how = ended ? "ended with exit code " + process.exitValue() : "closed its output";
      String sentence = "launcher: " + quoted() + " " + how + " before it ran anything";
      line.completeExceptionally(new IOException(sentence + last.text()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      line.completeExceptionally(e);
    }
  }

  private static void send(OutputStream out, byte[] script) {
    try {
      out.write(script);
      out.flush();
    } catch (IOException e) {
      // It has ended, and its exit tells more.
    }
  }

  /** What stands behind the mark, in whatever line has it; null at the end. */
  private @Nullable String answer(InputStream in, String marker) throws IOException {
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    // One by one: what comes behind the line is the worker's.
    for (int c = in.read(); c >= 0; c = in.read()) {
      line[length++] = (byte) c;
      if (c == '\n' || length == LONGEST_LINE) {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        int at = text.indexOf(marker);
        if (at >= 0) {
          return text.substring(at + marker.length()).strip();
        }
        last.add(text);
        length = 0;
      }
    }
    last.add(new String(line, 0, length, StandardCharsets.UTF_8));
    return null;
  }

  private String quoted() {
    return "'" + String.join(" ", command) + "'";
  }
}
