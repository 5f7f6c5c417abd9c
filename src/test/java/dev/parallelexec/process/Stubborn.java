package dev.parallelexec.process;

import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/** Tasks that do not end; each takes an argument, which most of them do not need. */
public final class Stubborn {
  private static volatile int spins;

  private Stubborn() {}

  public static int length(String text) {
    return text.length();
  }

  public static void ignoresInterrupts(String unused) {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  public static void sleepsPolitely(String unused) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** It has returned, but the task has not ended. */
  public static Future<String> waitsForAFuture(String unused) {
    return new CompletableFuture<>();
  }

  public static void spins(String unused) {
    while (true) {
      spins++;
    }
  }

  /** Two threads, each with a lock that the other wants. */
  public static void deadlocks(String unused) {
    Object one = new Object();
    Object two = new Object();
    CountDownLatch both = new CountDownLatch(2);
    Thread other = new Thread(() -> take(two, one, both), "the other one");
    other.setDaemon(true);
    other.start();
    take(one, two, both);
  }

  private static void take(Object first, Object second, CountDownLatch both) {
    synchronized (first) {
      both.countDown();
      try {
        both.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      synchronized (second) {
        spins++;
      }
    }
  }

  /** Waits in the system, where no interrupt comes. */
  public static void readsAFifo(String fifo) throws Exception {
    new ProcessBuilder("mkfifo", fifo).start().waitFor();
    try (InputStream in = new FileInputStream(fifo)) {
      spins += in.read();
    }
  }

  public static void fillsOutput(String unused) {
    while (true) {
      System.out.println("and so on");
    }
  }

  public static void holdsOutput(String unused) {
    synchronized (System.out) {
      synchronized (System.err) {
        ignoresInterrupts(unused);
      }
    }
  }

  public static void holdsTheClassLoader(String unused) {
    synchronized (ClassLoader.getSystemClassLoader()) {
      synchronized (Class.class) {
        ignoresInterrupts(unused);
      }
    }
  }

  public static void suspendsItself(String unused) throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    new ProcessBuilder("kill", "-STOP", pid).start();
    new CountDownLatch(1).await();
  }

  /** A process, one below it, and one that has lost its parent. */
  public static void startsProcesses(String file) throws Exception {
    String script =
        "echo $$ >> FILE; (sleep 601 & echo $! >> FILE) & sleep 600 & echo $! >> FILE; wait"
            .replace("FILE", file);
    Files.writeString(Path.of(file), "", StandardOpenOption.CREATE);
    new ProcessBuilder("sh", "-c", script).start();
    ignoresInterrupts(file);
  }
}
