package dev.parallelexec.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What tasks do that print past the worker's streams, inside workers. */
public final class Inherits {
  private Inherits() {}

  /** A child process prints a line to both. */
  public static String say(String text) throws Exception {
    String script = "echo out " + text + "; echo err " + text + " >&2";
    run("/bin/sh", "-c", script);
    return text;
  }

  /** As {@link #say}; every third fails. */
  public static String sayAndFail(int n) throws Exception {
    say("" + n);
    if (n % 3 == 0) {
      throw new IllegalStateException("every third");
    }
    return "" + n;
  }

  /** Leaves nothing open of what the JVM had open, and takes long enough for a mark. */
  public static String close(String which) throws Exception {
    System.out.close();
    System.err.close();
    if (which.contains("1")) {
      new FileOutputStream(FileDescriptor.out).close();
    }
    if (which.contains("2")) {
      new FileOutputStream(FileDescriptor.err).close();
    }
    TimeUnit.MILLISECONDS.sleep(5);
    return which;
  }

  /** Leaves a process that prints much, for some time, and that nobody finds. */
  public static String leave() throws Exception {
    run(
        "/bin/sh",
        "-c",
        "(i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo stray; done) & echo done");
    return "left";
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command));
    }
  }
}
