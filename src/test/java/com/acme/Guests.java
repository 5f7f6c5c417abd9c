package com.acme;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What the tasks of builds do that tests start. */
public final class Guests {
  private Guests() {}

  private static Path target() {
    return Path.of(System.getProperty("target"));
  }

  /** Tells, in a file that appears whole, that it runs. */
  private static void say(String name, String text) throws Exception {
    Path part = Files.writeString(target().resolve("." + name), text);
    Files.move(part, target().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Says the pids of its worker, of its child and of that one's child, and stays for ever: it heeds
   * no interrupt, and they no signal. What begins with "quick" returns at once.
   */
  public static String stay(String name) throws Exception {
    if (name.startsWith("quick")) {
      return name;
    }
    Process child =
        new ProcessBuilder(
                "sh",
                "-c",
                "trap '' INT TERM HUP; sleep 600 & echo $!; while true; do sleep 600; done")
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    say(name, ProcessHandle.current().pid() + " " + child.pid() + " " + said.readLine());
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  /** Starts a process that has another parent at once, says its number, and stays. */
  public static void bear(String name) throws Exception {
    Process parent =
        new ProcessBuilder("sh", "-c", "trap '' HUP TERM; sleep 600 > /dev/null & echo $!").start();
    String child =
        new String(parent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    parent.waitFor();
    say(name, child);
    new CountDownLatch(1).await();
  }

  /** Says that it runs, and returns when somebody has made a file of its name with ".go". */
  public static String await(String name) throws Exception {
    say(name, Long.toString(ProcessHandle.current().pid()));
    while (!Files.exists(target().resolve(name + ".go"))) {
      LockSupport.parkNanos(10_000_000);
    }
    return name;
  }

  /** Writes a file in capitals; where that says HALF, only half of it, and throws. */
  public static int upper(Path in, Path out) throws Exception {
    String text = Files.readString(in).toUpperCase(Locale.ROOT);
    Files.createDirectories(out.getParent());
    boolean half = text.contains("HALF");
    Files.writeString(out, half ? text.substring(0, text.length() / 2) : text);
    if (half) {
      throw new IllegalStateException("half way through " + in.getFileName());
    }
    return text.length();
  }

  /** Prints so many lines. */
  public static int lines(int count) {
    for (int i = 0; i < count; i++) {
      System.out.println("line " + i);
    }
    return count;
  }

  /** Prints so many megabytes of a digit, without an end of line. */
  public static int megabytes(int count) {
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, (byte) ('0' + count % 10));
    for (int i = 0; i < count; i++) {
      System.out.write(bytes, 0, bytes.length);
    }
    System.out.flush();
    return count;
  }

  /** Prints bytes that are no text in any encoding. */
  public static int noise(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    System.out.write(bytes, 0, count);
    System.out.flush();
    return count;
  }

  /** Prints for ever. */
  public static void yes(String word) {
    while (true) {
      System.out.println(word);
    }
  }

  /** A text of so many megabytes. */
  public static String large(int megabytes) {
    return "x".repeat(megabytes << 20);
  }

  /** Throws with so many megabytes to say. */
  public static void complain(int megabytes) {
    throw new IllegalStateException("x".repeat(megabytes << 20));
  }

  public static int length(String text) {
    return text.length();
  }

  /** Of several large texts. */
  public static int together(List<String> texts) {
    return texts.stream().mapToInt(String::length).sum();
  }
}
