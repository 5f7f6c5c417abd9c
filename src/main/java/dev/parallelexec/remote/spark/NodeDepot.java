package dev.parallelexec.remote.spark;

import dev.parallelexec.remote.depot.Outpost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The program that keeps files for the workers of an executor: a process of its own, so that it can
 * still delete them when the executor is killed. Its standard input is open as long as the executor
 * lives; it ends with that, and with Maven's side.
 */
final class NodeDepot {
  /** What a node may keep; it goes with the program. */
  private static final long STORE_BYTES = 4L << 30;

  /** What it says before it fails is short. */
  private static final int WORDS = 2_000;

  private final Node node;
  private final Consumer<String> failed;

  /**
   * Starts nothing yet.
   *
   * @param failed told why it has ended by itself, if it has
   */
  NodeDepot(Node node, Consumer<String> failed) {
    this.node = node;
    this.failed = failed;
  }

  /** Starts it, gives it the line that says where home is, and leaves it to a thread. */
  void start(String line, String run) throws IOException {
    Path directory = Files.createTempDirectory(node.directory(), "depot");
    boolean good = false;
    try {
      ProcessBuilder builder = new ProcessBuilder(command(directory, run));
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().keySet().removeIf(name -> name.startsWith("_SPARK_AUTH"));
      // Names of files are to be what they are at home, whatever the node's language is.
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      Thread thread = new Thread(() -> attend(process, line, directory), "parallel-exec depot");
      thread.setDaemon(true);
      thread.start();
      good = true;
    } finally {
      if (!good) {
        Leftovers.delete(directory);
      }
    }
  }

  private static List<String> command(Path directory, String run) throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-cp",
        own().toString(),
        Outpost.class.getName(),
        directory.toString(),
        run,
        Long.toString(STORE_BYTES));
  }

  /** The jar that Spark has brought here for the task. */
  private static Path own() throws IOException {
    try {
      return Path.of(NodeDepot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException | RuntimeException e) {
      throw new IOException("the plugin's jar is not found there: " + e.getMessage(), e);
    }
  }

  /** Holds its standard input open until it ends. */
  private void attend(Process process, String line, Path directory) {
    String words = "";
    try (OutputStream lifeline = process.getOutputStream()) {
      lifeline.write(line.getBytes(StandardCharsets.UTF_8));
      lifeline.flush();
      words = said(process.getErrorStream());
      int code = process.waitFor();
      if (code != 0) {
        failed.accept("exit code " + code + ": " + words);
      }
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      failed.accept(e + ": " + words);
    } finally {
      Leftovers.delete(directory);
    }
  }

  private static String said(InputStream from) throws IOException {
    String words = new String(from.readNBytes(WORDS), StandardCharsets.UTF_8).strip();
    from.transferTo(OutputStream.nullOutputStream());
    return words;
  }
}
