package dev.parallelexec.process;

import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the tasks of the chaos test do, inside workers. */
public final class ChaosTasks {
  private ChaosTasks() {}

  public static long square(long n) {
    return n * n;
  }

  public static long nap(long n) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(n % 12));
    return n * n;
  }

  public static long print(long n) {
    System.out.print("o".repeat((int) (n % 5000)));
    System.err.println(n);
    return n * n;
  }

  /** Leaves a thread that lives as long as its worker. */
  public static long leave(long n) {
    Thread thread = new Thread(() -> LockSupport.park(n), "left by " + n);
    thread.setDaemon(true);
    thread.start();
    return n * n;
  }

  public static long fail(long n) {
    throw new IllegalStateException("no " + n);
  }

  /** Passes at the second attempt. */
  public static long flaky(long n) {
    if ("1".equals(System.getProperty("parallel-exec.task.attempt"))) {
      throw new IllegalStateException("not yet " + n);
    }
    return n * n;
  }

  public static long halt(long n) {
    Runtime.getRuntime().halt(9);
    return n;
  }

  public static long kill(long n) throws Exception {
    String self = Long.toString(ProcessHandle.current().pid());
    new ProcessBuilder("kill", "-9", self).start().waitFor();
    return hang(n);
  }

  public static long memory(long n) {
    return new byte[Integer.MAX_VALUE - 8].length + n;
  }

  public static long hang(long n) {
    while (n >= 0) {
      LockSupport.park(n);
    }
    return n;
  }

  /** Writes into the worker's channel what is no frame, and waits for what comes of it. */
  public static long garble(String octets) throws Exception {
    Method running = Class.forName("dev.parallelexec.worker.Exit").getDeclaredMethod("attempt");
    running.setAccessible(true);
    Object attempt = running.invoke(null);
    Object writer = field(field(attempt, "lane"), "writer");
    OutputStream channel = (OutputStream) field(writer, "out");
    channel.write(HexFormat.of().parseHex(octets));
    channel.flush();
    return hang(0);
  }

  private static Object field(Object of, String name) throws Exception {
    return field(of.getClass(), name, of);
  }

  private static Object field(Class<?> type, String name, Object of) throws Exception {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  /** Ends with exit code 0 for even numbers, else 3. */
  public static void main(String[] args) {
    System.out.println(args[0]);
    System.exit(Integer.parseInt(args[0]) % 2 == 0 ? 0 : 3);
  }
}
