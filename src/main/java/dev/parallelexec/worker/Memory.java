package dev.parallelexec.worker;

import java.lang.ref.WeakReference;

/**
 * Sees coming that what tasks leave in the heap, or in metaspace, fills it, so that the worker goes
 * before a task fails for it. For the task thread alone.
 *
 * <p>What is in use is mostly garbage. Only where that is much a collection is asked for; what
 * stays after it, and what came on top since the one before, tell the rest. Collections stay rare:
 * while nothing grows the next one is due after twice as many tasks, or a hundred times its length.
 */
final class Memory {
  /** Per cent of what there is, from which on a worker goes. */
  private static final int FULL = 85;

  private static final long MUCH_METASPACE = 128 << 20;

  private final boolean heap;

  /** Between two looks, in nanoseconds. */
  private final long pause;

  private long looked = System.nanoTime();
  private long most;

  /** What tells of metaspace; loading its classes takes 30 ms, so nobody asks a young worker. */
  private @Nullable Object pool;

  /** What the last collection left; -1 before the first. */
  private long stayed = -1;

  /** The tasks at that time, and at the next one. */
  private long counted;

  private long due;
  private long ended;
  private long took;

  private Memory(boolean heap, long pause) {
    this.heap = heap;
    this.pause = pause;
    most = heap ? Runtime.getRuntime().maxMemory() : 0;
  }

  static Memory heap() {
    return new Memory(true, 100_000);
  }

  /** Where nothing bounds it, a multiple of what the first tasks took is taken for the bound. */
  static Memory metaspace(boolean bounded) {
    return new Memory(false, bounded ? 1_000_000 : 5_000_000_000L);
  }

  /**
   * After a task.
   *
   * @param now by {@code System.nanoTime}
   * @param tasks so far, this one included
   * @param atOnce how many may be running
   * @return why the worker should go, a phrase; empty where it need not
   */
  String full(long now, long tasks, int atOnce) {
    if (now - looked < pause || most < 0) {
      return "";
    }
    looked = now;
    boolean first = stayed < 0;
    if (used() < (first ? most / 2 : most / 4 * 3)
        || (tasks < due && now - ended < 100 * took)
        || !collect()) {
      return "";
    }
    long stays = used();
    long since = tasks - counted;
    long growth = first || stays <= stayed ? 0 : (stays - stayed) / since + 1;
    long left = most / 100 * FULL - stays - growth * atOnce;
    due = tasks + Math.max(1, growth == 0 ? (first ? 1 : 2 * since) : left / growth / 2);
    stayed = stays;
    counted = tasks;
    return first || left > 0
        ? ""
        : Refusal.text(
            heap ? "heap" : "metaspace",
            " is full to ",
            100 * stays / most,
            " % after a collection");
  }

  /** False where an option forbids it. */
  private boolean collect() {
    WeakReference<Object> witness = new WeakReference<>(new Object());
    long start = System.nanoTime();
    System.gc();
    ended = System.nanoTime();
    took = ended - start;
    return witness.get() == null;
  }

  private long used() {
    if (heap) {
      Runtime runtime = Runtime.getRuntime();
      return runtime.totalMemory() - runtime.freeMemory();
    }
    try {
      if (pool == null) {
        pool = metaspace();
      }
      Object usage = call("MemoryPoolMXBean", "getUsage", pool);
      long used = (Long) call("MemoryUsage", "getCommitted", usage);
      if (most == 0) {
        long bound = (Long) call("MemoryUsage", "getMax", usage);
        most = bound > 0 ? bound : 2 * used + MUCH_METASPACE;
      }
      return used;
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      // By name, since a runtime image may lack the module: then nobody looks.
      most = -1;
      return most;
    }
  }

  private static Object metaspace() throws ReflectiveOperationException {
    for (Object pool : (Iterable<?>) call("ManagementFactory", "getMemoryPoolMXBeans", null)) {
      if (call("MemoryPoolMXBean", "getName", pool).equals("Metaspace")) {
        return pool;
      }
    }
    throw new ClassNotFoundException("Metaspace");
  }

  private static Object call(String type, String method, @Nullable Object on)
      throws ReflectiveOperationException {
    return Class.forName("java.lang.management.".concat(type)).getMethod(method).invoke(on);
  }
}
