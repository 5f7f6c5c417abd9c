package dev.parallelexec.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What the tasks of the engine tests call, inside workers. */
public final class Sample {
  private Sample() {}

  /** What this JVM was started with. */
  public static String jvmArguments() {
    return String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  public static long cube(long n) {
    return n * n * n;
  }

  public static long pid() {
    return ProcessHandle.current().pid();
  }

  public static String fail(String why) {
    throw new IllegalStateException(why);
  }

  /** The second attempt passes. */
  public static String flaky() {
    if ("1".equals(System.getProperty("parallel-exec.task.attempt"))) {
      throw new IllegalStateException("first try");
    }
    return "ok";
  }

  public static void halt(int code) {
    Runtime.getRuntime().halt(code);
  }

  /** Even numbers live. */
  public static int haltOdd(int n) {
    if (n % 2 == 1) {
      Runtime.getRuntime().halt(9);
    }
    return n;
  }

  /** Takes a moment now and then. */
  public static int haltAtEvery40th(int n) throws InterruptedException {
    if (n % 40 == 39) {
      Runtime.getRuntime().halt(9);
    }
    new CountDownLatch(1).await(n % 7, java.util.concurrent.TimeUnit.MILLISECONDS);
    return n;
  }

  /** Leaves a process behind, of which the file tells, and is gone in a way. */
  public static void leaveChild(String file, String way) throws Exception {
    Process child = new ProcessBuilder("sleep", "600").start();
    Files.writeString(Path.of(file), Long.toString(child.pid()));
    if (way.equals("halt")) {
      halt(9);
    }
    if (way.equals("terminate")) {
      ProcessHandle self = ProcessHandle.current();
      new ProcessBuilder("kill", "-TERM", Long.toString(self.pid())).start();
      hang();
    }
  }

  public static void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Ends when there is a file. */
  public static void waitFor(String file) throws InterruptedException {
    while (!Files.exists(Path.of(file))) {
      Thread.sleep(5);
    }
  }

  /** Turns a file into another one. */
  public static String upper(String from, String to) throws Exception {
    String text = Files.readString(Path.of(from)).toUpperCase(java.util.Locale.ROOT);
    Files.createDirectories(Path.of(to).getParent());
    Files.writeString(Path.of(to), text);
    return text;
  }

  public static void ignoreInterrupts() {
    while (true) {
      try {
        hang();
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  /** Appends a line at its start and one at its end, so that overlaps show. */
  public static String trace(String file, String name) throws Exception {
    Path path = Path.of(file);
    Files.writeString(
        path, "+" + name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Files.writeString(path, "-" + name + "\n", StandardOpenOption.APPEND);
    return name;
  }

  /** Fails where another task is in here at the same time. */
  public static void alone(String file) throws Exception {
    Files.createFile(Path.of(file));
    new CountDownLatch(1).await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
    Files.delete(Path.of(file));
  }

  /** Waits until so many tasks have come here at the same time. */
  public static int meet(String directory, int people) throws Exception {
    Files.createTempFile(Path.of(directory), "here", "");
    while (true) {
      try (var there = Files.list(Path.of(directory))) {
        if (there.count() >= people) {
          return people;
        }
      }
      Thread.onSpinWait();
    }
  }

  private static final java.util.concurrent.CyclicBarrier THREE =
      new java.util.concurrent.CyclicBarrier(3);

  /** Three that run in one JVM at the same time: each prints a line in two pieces. */
  public static String together(String name) throws Exception {
    System.out.print(name + " before ");
    THREE.await();
    System.err.print(name + " err ");
    THREE.await();
    Thread thread = new Thread(() -> System.out.println(name + " after"));
    thread.start();
    thread.join();
    THREE.await();
    return System.getProperty("parallel-exec.task.id") + ProcessHandle.current().pid();
  }

  /** One of three ends itself in this way, when all have come together. */
  public static String exitTogether(int code) throws Exception {
    THREE.await();
    if (code != 0) {
      System.exit(code);
    }
    THREE.reset();
    return "stayed";
  }

  /**
   * Comes together with others, then does what it is there for; at its second start at once. Who is
   * there for nothing hangs the first time.
   */
  public static String besides(String directory, int people, String way) throws Exception {
    String id = System.getProperty("parallel-exec.task.id");
    boolean again = Files.exists(Path.of(directory, id));
    System.out.println(id + " is here");
    Files.writeString(Path.of(directory, id), "");
    boolean all = again;
    while (!all) {
      try (var there = Files.list(Path.of(directory))) {
        all = there.count() >= people;
      }
    }
    if (way.equals("halt")) {
      halt(9);
    } else if (way.equals("fill")) {
      return "" + fill().length;
    } else if (way.equals("fail")) {
      fail(id);
    } else if (way.equals("ignoreInterrupts")) {
      ignoreInterrupts();
    } else if (!again && !way.equals("return")) {
      hang();
    }
    return id;
  }

  private static java.io.OutputStream ran;

  /** Says in a file that it ran, in one short write, and that it was the last of its JVM's. */
  public static synchronized int run(String file, int n, int last) throws java.io.IOException {
    if (ran == null) {
      ran = new java.io.FileOutputStream(file, true);
    }
    ran.write(java.nio.ByteBuffer.allocate(4).putInt(n).array());
    if (n % last == last - 1) {
      halt(9);
    }
    return n;
  }

  public static void spin(int micros) {
    long end = System.nanoTime() + micros * 1000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  public static void print(String text) {
    System.out.println("out " + text);
    System.err.println("err " + text);
  }

  public static byte[] fill() {
    return new byte[Integer.MAX_VALUE - 8];
  }

  public static long sum(List<Long> all) {
    return all.stream().mapToLong(Long::longValue).sum();
  }

  public static List<String> hangingItems() throws InterruptedException {
    hang();
    return List.of();
  }

  public static long neverReduces(List<Long> all) throws InterruptedException {
    hang();
    return all.size();
  }

  public static void initializerThatThrows() {
    throw new IllegalArgumentException("no licence");
  }

  /** Says in a file when it is closed. */
  public static final class Closing implements AutoCloseable {
    private String file = "";

    public String use(String path) {
      file = path;
      return path;
    }

    @Override
    public void close() throws java.io.IOException {
      Files.writeString(
          Path.of(file), "closed\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
