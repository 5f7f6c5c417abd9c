package com.acme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Functions that leave something behind, or nearly so. */
public final class Leaky {
  /** What a careless cache holds. */
  private static final List<Object> CACHE = new ArrayList<>();

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private Leaky() {}

  /** Takes long enough that one would see what it leaves, and leaves nothing. */
  public static void clean() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(2);
  }

  /** Has its thread look like another one; what it was before. */
  public static String disguise() throws InterruptedException {
    Thread thread = Thread.currentThread();
    String before = thread.getName() + " " + thread.getPriority();
    thread.setName("somebody");
    thread.setPriority(Thread.MIN_PRIORITY);
    clean();
    return before;
  }

  public static long child(String... command) throws Exception {
    return new ProcessBuilder(command).start().pid();
  }

  public static int run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor();
  }

  /** Ends what it starts, but does not wait for that. */
  public static void hasty() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    pool.submit(
        () -> {
          TimeUnit.MILLISECONDS.sleep(5);
          return 0;
        });
    pool.shutdown();
    new ProcessBuilder("sleep", "600").start().destroy();
  }

  public static void pool() throws Exception {
    Executors.newFixedThreadPool(1).submit(() -> {}).get();
  }

  public static void daemon() {
    Thread thread = new Thread(Leaky::never, "daemon");
    thread.setDaemon(true);
    thread.start();
  }

  public static void threads(int count) {
    for (int i = 0; i < count; i++) {
      // As the JDK's own HttpServer starts its thread.
      new Thread(null, Leaky::never, "plain " + i, 0, false).start();
    }
  }

  private static void never() {
    try {
      NEVER.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread that prints, calls for an exit and starts a process once the file is there. */
  public static void poller(String file) {
    Thread poller =
        new Thread(
            () -> {
              try {
                awaitFile(file);
                System.out.println("late " + System.getProperty("parallel-exec.task.id"));
                Process process = new ProcessBuilder("sleep", "600").start();
                Files.writeString(Path.of(file + ".pid"), Long.toString(process.pid()));
                dev.parallelexec.worker.Exit.exit(3);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            "poller");
    poller.start();
  }

  /** Lets the poller do its work, and waits for it. */
  public static void wake(String file) throws Exception {
    Files.createFile(Path.of(file));
    awaitFile(file + ".pid");
    System.out.println("awake");
  }

  private static void awaitFile(String file) throws Exception {
    while (!Files.exists(Path.of(file)) || (file.endsWith("d") && Files.size(Path.of(file)) == 0)) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Keeps so many bytes. */
  public static void cache(int bytes) {
    CACHE.add(new byte[bytes]);
  }

  /** Keeps a class loader with so many classes. */
  public static void load(int classes) throws Exception {
    byte[] code;
    try (var in = Leaky.class.getResourceAsStream("Numbers.class")) {
      code = in.readAllBytes();
    }
    for (int i = 0; i < classes; i++) {
      CACHE.add(
          new ClassLoader(Leaky.class.getClassLoader()) {
            Class<?> again() {
              return defineClass("com.acme.Numbers", code, 0, code.length);
            }
          }.again().getDeclaredConstructor().newInstance());
    }
  }

  public static void wrapped() {
    try {
      Programs.deep();
    } catch (StackOverflowError e) {
      throw new IllegalStateException("deep", new RuntimeException(e));
    }
  }

  /** Keeps a process and a thread until it is closed; one of the processes even longer. */
  public static final class Keeper implements AutoCloseable {
    private final ExecutorService pool = Executors.newFixedThreadPool(1);
    private Process helper;

    public long use() throws Exception {
      if (helper == null) {
        helper = new ProcessBuilder("sleep", "600").start();
        new ProcessBuilder("sleep", "601").start();
      }
      if (!pool.submit(() -> helper.isAlive()).get()) {
        throw new IllegalStateException("the helper is gone");
      }
      return helper.pid();
    }

    @Override
    public void close() {
      helper.destroy();
      pool.shutdown();
    }
  }
}
