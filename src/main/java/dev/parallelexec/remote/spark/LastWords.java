package dev.parallelexec.remote.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the driver wrote to its standard error, where Spark logs: all goes to the debug log, the
 * last lines stay. Read by a thread of its own until it ends.
 */
final class LastWords {
  private static final int LINES = 200;

  /** A line is cut there: Spark prints whole configurations. */
  private static final int WIDTH = 1000;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread thread;

  LastWords(InputStream from, Consumer<String> debug) {
    thread = new Thread(() -> read(from, debug), "parallel-exec spark driver stderr");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(InputStream from, Consumer<String> debug) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String cut = line.length() > WIDTH ? line.substring(0, WIDTH) + "..." : line;
        add(cut);
        debug.accept("spark driver: " + cut);
      }
    } catch (IOException e) {
      // The driver is gone, and with it what it had to say.
      return;
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    if (lines.size() > LINES) {
      lines.remove();
    }
  }

  /** The lines. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The same, of a driver that has ended: once all are there, or after a moment. */
  List<String> all() throws InterruptedException {
    thread.join(1000);
    return lines();
  }
}
