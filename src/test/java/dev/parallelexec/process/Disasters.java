package dev.parallelexec.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What goes wrong in the workers of tests: ways to die, and moments at which they come. */
public final class Disasters {
  private static final List<Object> HEAP = new ArrayList<>();

  private Disasters() {}

  /** Says some last words and dies; returns where the JVM survives it. */
  public static String die(String way) throws Throwable {
    System.out.println("last words before " + way);
    if (way.startsWith("halt ")) {
      Runtime.getRuntime().halt(Integer.parseInt(way.substring("halt ".length())));
    }
    switch (way) {
      case "exit by reflection" ->
          System.class.getMethod("exit", int.class).invoke(null, 3); // patched code does not see it
      case "segmentation fault" -> segmentationFault();
      case "heap" -> fillHeap();
      case "metaspace" -> fillMetaspace();
      case "stack" -> stack(0);
      case "initialization" -> Unlucky.touch();
      case "native library" -> System.loadLibrary("there-is-no-such-library");
      case "close output" -> {
        System.out.close();
        System.err.close();
        new FileOutputStream(FileDescriptor.out).close();
        new FileOutputStream(FileDescriptor.err).close();
      }
      case "close input" -> {
        System.in.close();
        new FileInputStream(FileDescriptor.in).close();
      }
      case "close channel" -> channel().close();
      default -> signal(way);
    }
    return "survived";
  }

  /** Sends itself a signal; one that only asks for the end takes a moment. */
  private static void signal(String name) throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    int sent = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    if (sent != 0) {
      throw new IllegalStateException("kill -" + name + " ended with " + sent);
    }
    Sample.hang();
  }

  private static void segmentationFault() throws ReflectiveOperationException {
    Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    unsafe.getClass().getMethod("putAddress", long.class, long.class).invoke(unsafe, 0L, 0L);
  }

  private static void fillHeap() {
    try {
      while (true) {
        HEAP.add(new byte[1 << 20]);
      }
    } finally {
      HEAP.clear();
    }
  }

  /** Leaves no memory to whoever comes next, our own code included. */
  public static int hoard() {
    for (int size = 1 << 20; size > 0; size /= 2) {
      try {
        while (true) {
          HEAP.add(new byte[size]);
        }
      } catch (OutOfMemoryError e) {
        continue; // with smaller pieces
      }
    }
    return HEAP.size();
  }

  private static void fillMetaspace() {
    List<Object> all = new ArrayList<>();
    while (true) {
      ClassLoader own = new ClassLoader() {};
      all.add(java.lang.reflect.Proxy.newProxyInstance(own, new Class<?>[] {}, (p, m, a) -> null));
    }
  }

  private static int stack(int depth) {
    return stack(depth + 1) + 1;
  }

  /** Cannot be initialized. */
  private static final class Unlucky {
    static final int LUCK = Integer.parseInt("none");

    static void touch() {}
  }

  /** The stream on which the worker speaks, found as a task with bad manners would. */
  static java.io.OutputStream channel() throws ReflectiveOperationException {
    Object attempt = running();
    Object loop = field(attempt.getClass(), attempt, "lane");
    Object writer = field(loop.getClass(), loop, "writer");
    return (java.io.OutputStream) field(writer.getClass(), writer, "out");
  }

  private static Object field(Class<?> type, Object object, String name)
      throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }

  /** Writes bytes, in hexadecimal, to the worker's channel. */
  public static void speak(String hex) throws Exception {
    channel().write(java.util.HexFormat.of().parseHex(hex));
    channel().flush();
    Sample.hang();
  }

  /** As {@link #speak}, and goes on as if nothing had happened. */
  public static void mention(String hex) throws Exception {
    channel().write(java.util.HexFormat.of().parseHex(hex));
    channel().flush();
  }

  /** What others can see of this process. */
  public static Object exposed(String what) throws Exception {
    Path home =
        Path.of(System.getProperty("java.io.tmpdir"), System.getenv("PARALLEL_EXEC_WORKER"))
            .getParent();
    return switch (what) {
      case "property" -> System.getProperty("token");
      case "argument files" -> {
        try (var files = Files.list(home)) {
          yield files.filter(file -> file.toString().endsWith(".args")).count();
        }
      }
      case "files" -> {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(home)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            all.append(file).append('\n').append(Files.readString(file, ISO_8859_1));
          }
        }
        yield all.toString();
      }
      default -> Files.readString(Path.of("/proc/self", what), ISO_8859_1);
    };
  }

  /** Dies while its result is turned into text. */
  public static Object resultThatDies(String way) {
    return new Object() {
      @Override
      public String toString() {
        try {
          return die(way);
        } catch (Throwable e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  /** Dies after the first elements of its result. */
  public static Iterator<Integer> elementsThatDie(String way) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Integer next() {
        if (next == 1000) {
          try {
            die(way);
          } catch (Throwable e) {
            throw new IllegalStateException(e);
          }
        }
        return next++;
      }
    };
  }

  /** Leaves a thread that ends the JVM once no attempt runs. */
  public static String later(String way) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (running() != null) {
                  Thread.onSpinWait();
                }
                die(way);
              } catch (Throwable e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return "returned";
  }

  private static Object running() throws ReflectiveOperationException {
    Method running = Class.forName("dev.parallelexec.worker.Exit").getDeclaredMethod("attempt");
    running.setAccessible(true);
    return running.invoke(null);
  }

  /** Ends the JVM by an exit that cannot be kept from it, with a hook that does something. */
  public static void exitWithHook(String hook) throws Exception {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (hook.equals("halt 5")) {
                    Runtime.getRuntime().halt(5);
                  }
                  while (true) {
                    Thread.onSpinWait();
                  }
                }));
    System.class.getMethod("exit", int.class).invoke(null, 3);
  }

  /** Waits for the file, so that other tasks are sent ahead meanwhile, and then dies. */
  public static void dieWhen(String file, String way) throws Throwable {
    while (!Files.exists(Path.of(file))) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    die(way);
  }

  /** Cannot be closed, in a way. */
  @SuppressWarnings("try") // hangs on purpose
  public static final class Clinging implements AutoCloseable {
    private String way = "";

    public String use(String how) {
      way = how;
      return how;
    }

    @Override
    public void close() throws Exception {
      if (way.equals("hang")) {
        new CountDownLatch(1).await();
      }
      try {
        die(way);
      } catch (Throwable e) {
        throw new IOException(e);
      }
    }
  }
}
