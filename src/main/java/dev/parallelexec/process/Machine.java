package dev.parallelexec.process;

import java.util.List;
import java.util.OptionalLong;

/** The machine, or the container. */
public final class Machine {
  private Machine() {}

  /** The processors that this JVM may use. */
  public static int cpus() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Bytes of memory. */
  public static long memoryBytes() {
    return 0;
  }

  /** The heap that JVM arguments ask for. */
  public static OptionalLong heapOf(List<String> jvmArguments) {
    return OptionalLong.empty();
  }

  /** The heap of one worker. */
  public static long defaultHeap(long maxMemory, int workers, int cpus, long machineBytes) {
    return Math.min(maxMemory / Math.max(workers, cpus), machineBytes / 4);
  }
}
