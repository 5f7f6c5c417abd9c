package dev.parallelexec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** A small file system of its own, which can be full or read-only: root heeds no permissions. */
public final class Mount implements AutoCloseable {
  private final Path at;

  private Mount(Path at) {
    this.at = at;
  }

  /**
   * Mounts one on an empty directory; where that is not allowed the test is skipped, and says so.
   *
   * @param size as {@code 1m}
   */
  public static Mount of(Path at, String size) throws IOException {
    String trouble = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", at.toString());
    if (!trouble.isEmpty()) {
      String sentence = "Skipped, no file system can be mounted here: " + trouble;
      System.out.println(sentence);
      throw new TestAbortedException(sentence);
    }
    return new Mount(at);
  }

  public void readOnly() throws IOException {
    String trouble = run("mount", "-o", "remount,ro", at.toString());
    if (!trouble.isEmpty()) {
      throw new IOException(trouble);
    }
  }

  @Override
  public void close() throws IOException {
    String trouble = run("umount", "-l", at.toString());
    if (!trouble.isEmpty()) {
      throw new IOException(trouble);
    }
  }

  @Override
  public String toString() {
    return at.toString();
  }

  private static String run(String... command) {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? "" : said + " (exit " + process.exitValue() + ")";
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
