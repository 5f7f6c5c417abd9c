package com.acme;

import dev.parallelexec.worker.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Functions and main classes that end in unusual ways, as they look once they are patched. */
public final class Programs {
  private Programs() {}

  /** Catches what it should not. */
  public static String exitCaught(int code) {
    try {
      Exit.exit(code);
    } catch (Throwable e) {
      return "caught";
    }
    return "not reached";
  }

  public static void exitInThread(int code) throws InterruptedException {
    new Thread(() -> Exit.exit(Runtime.getRuntime(), code)).start();
    new CountDownLatch(1).await();
  }

  public static void exitAndStay() {
    new Thread(() -> Exit.exit(4)).start();
    stay();
  }

  public static void stay() {
    while (true) {
      LockSupport.parkNanos(1_000_000_000L);
      Thread.interrupted();
    }
  }

  public static void realExit() {
    System.out.print("last words");
    System.exit(9);
  }

  public static void await() throws InterruptedException {
    System.out.println("waiting");
    new CountDownLatch(1).await();
  }

  public static int eat() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[1 << 20]);
    }
  }

  public static void deep() {
    deep();
  }

  public static void print(String text) {
    System.out.println(text);
    System.err.write('!');
    System.out.close();
  }

  public static void leaveHook(String text) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(text)));
  }

  /** A program. */
  public static final class Tool {
    private Tool() {}

    public static void main(String[] args) throws Exception {
      System.setProperty("left", "behind");
      switch (args[0]) {
        case "return" -> System.out.println("done " + System.getProperty("left"));
        case "exit" -> Exit.exit(Integer.parseInt(args[1]));
        case "throw" -> throw new IllegalStateException("no");
        case "other" -> new Thread(() -> Exit.exit(5)).start();
        case "both" -> {
          new Thread(() -> Exit.exit(6)).start();
          new CountDownLatch(1).await();
        }
        case "thread" -> {
          Thread thread =
              new Thread(
                  () -> {
                    System.out.println("after main");
                    throw new IllegalStateException("in a thread");
                  });
          thread.start();
        }
        case "pool" -> {
          Executors.newFixedThreadPool(1).submit(() -> {}).get();
          Exit.exit(0);
        }
        case "stay" -> {
          new Thread(Programs::stay).start();
          Exit.exit(0);
        }
        case "handler" -> {
          Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> Exit.exit(8));
          throw new IllegalStateException("handled");
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }
}
