package com.acme;

import dev.parallelexec.worker.Exit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Functions and main classes that run in one worker at the same time, and wait for each other. */
public final class Together {
  private static final CyclicBarrier TWO = new CyclicBarrier(2);
  private static final ExecutorService CACHED = Executors.newSingleThreadExecutor(Together::daemon);

  private Together() {}

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "cached");
    thread.setDaemon(true);
    return thread;
  }

  /** Prints in pieces, single bytes among them, and lets the other print between. */
  public static String say(String name) throws Exception {
    for (int i = 0; i < 100; i++) {
      System.out.print(name);
      TWO.await();
      System.out.write(name.charAt(0));
      TWO.await();
    }
    return System.getProperty("parallel-exec.task.id");
  }

  /** The first one closes its output; both print after that. */
  public static void close(String name) throws Exception {
    TWO.await();
    if (name.equals("a")) {
      System.out.close();
    }
    TWO.await();
    System.out.println(name);
  }

  /** The first one exits, from a thread that it started; the other goes on after that. */
  public static String exit(String name) throws Exception {
    TWO.await();
    if (name.equals("a")) {
      new Thread(() -> Exit.exit(5)).start();
      new CountDownLatch(1).await();
    }
    return name;
  }

  /** Waits for an interrupt. */
  public static void stay() throws InterruptedException {
    System.out.println("here");
    new CountDownLatch(1).await();
  }

  /** Prints from a thread that the first call has started and that outlives it. */
  public static String fromACachedThread(String name) throws Exception {
    CACHED.submit(() -> System.out.println(name)).get();
    return name;
  }

  /** The first one leaves a process, while the other runs. */
  public static void bear(String name) throws Exception {
    TWO.await();
    if (name.equals("a")) {
      new ProcessBuilder("sleep", "600").start();
    }
    TWO.await();
  }

  /** The same as a main class. */
  public static final class Mother {
    private Mother() {}

    public static void main(String[] args) throws Exception {
      bear(args[0]);
    }
  }

  /** Counts the calls of its instance. */
  public static final class Counter implements AutoCloseable {
    private int calls;

    public int count(int ignored) throws Exception {
      TWO.await();
      return ++calls;
    }

    @Override
    public void close() {
      System.out.println("closed after " + calls);
    }
  }

  /** As a main class. */
  public static void main(String[] args) throws Exception {
    Thread thread = new Thread(() -> System.out.println(args[0] + " from its thread"));
    TWO.await();
    thread.start();
    thread.join();
    TWO.await();
    Exit.exit(args[0].equals("a") ? 0 : 3);
  }
}
