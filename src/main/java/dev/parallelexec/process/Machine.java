package dev.parallelexec.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the machine, or the container around this JVM, has to give. */
public final class Machine {
  /** Below this no JVM does useful work, and far below it none starts. */
  private static final long LEAST_HEAP = 16L << 20;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([kKmMgGtT]?)");
  private static final List<String> HEAP = List.of("-Xmx", "-mx", "-XX:MaxHeapSize=");
  private static final List<String> FIRST_HEAP = List.of("-Xms", "-ms", "-XX:InitialHeapSize=");
  private static final String PERCENTAGE = "-XX:MaxRAMPercentage=";

  private Machine() {}

  /** The processors that this JVM may use, at least 1: a container's share where there is one. */
  public static int cpus() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Bytes of memory: the container's limit where there is one; never fails. As it was when this JVM
   * asked first: that takes half a millisecond, and a build may have hundreds of executions.
   */
  public static long memoryBytes() {
    return Memory.BYTES;
  }

  /** Looked up when it is first asked for. */
  private static final class Memory {
    private static final long BYTES = looked();
  }

  private static long looked() {
    // The management bean knows as well, but costs 30 ms when it is first asked.
    OptionalLong fromFiles = new ControlGroup(Path.of("/")).memoryBytes();
    return fromFiles.isPresent() ? fromFiles.getAsLong() : fromBean();
  }

  private static long fromBean() {
    if (ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        && bean.getTotalMemorySize() > 0) {
      return bean.getTotalMemorySize();
    }
    // A JVM that was told nothing takes a quarter of the memory as its largest heap.
    return Runtime.getRuntime().maxMemory() * 4;
  }

  /**
   * The largest heap, in bytes, that JVM arguments ask for, after the JVM's own rules: the last of
   * {@code -Xmx} and {@code -XX:MaxHeapSize=}, else the last {@code -XX:MaxRAMPercentage=}. Empty
   * where they do not say; what the JVM would refuse counts as not said.
   */
  public static OptionalLong heapOf(List<String> jvmArguments) {
    OptionalLong absolute = last(jvmArguments, HEAP);
    return absolute.isPresent() ? absolute : share(jvmArguments);
  }

  /** The heap, in bytes, that JVM arguments want at the start; empty where they do not say. */
  static OptionalLong firstHeapOf(List<String> jvmArguments) {
    return last(jvmArguments, FIRST_HEAP);
  }

  /**
   * The heap of one worker whose JVM arguments do not say: its share of {@code maxMemory}, at most
   * a quarter of the machine, in whole mebibytes and at least 16 of them.
   *
   * @param maxMemory bytes for all workers together
   * @param workers the bound, at least 1
   * @param cpus at least 1
   * @param machineBytes the whole memory
   */
  public static long defaultHeap(long maxMemory, int workers, int cpus, long machineBytes) {
    long share = Math.min(maxMemory / Math.max(1, Math.max(workers, cpus)), machineBytes / 4);
    return Math.max(LEAST_HEAP, share >> 20 << 20);
  }

  /** A size as a JVM argument has it: {@code 512m}, {@code 2g}. */
  static String text(long bytes) {
    for (int unit = 3; unit > 0; unit--) {
      if (bytes % (1L << (10 * unit)) == 0) {
        return (bytes >> (10 * unit)) + String.valueOf(" kmg".charAt(unit));
      }
    }
    return Long.toString(bytes);
  }

  private static OptionalLong last(List<String> arguments, List<String> prefixes) {
    OptionalLong found = OptionalLong.empty();
    for (String argument : arguments) {
      for (String prefix : prefixes) {
        Matcher size = SIZE.matcher(argument);
        if (argument.startsWith(prefix)
            && size.region(prefix.length(), argument.length()).matches()) {
          found = OptionalLong.of(bytes(size));
        }
      }
    }
    return found;
  }

  private static OptionalLong share(List<String> arguments) {
    OptionalLong found = OptionalLong.empty();
    for (String argument : arguments) {
      if (argument.startsWith(PERCENTAGE)) {
        try {
          double percent = Double.parseDouble(argument.substring(PERCENTAGE.length()));
          if (percent > 0 && percent <= 100) {
            found = OptionalLong.of((long) (memoryBytes() * (percent / 100)));
          }
        } catch (NumberFormatException e) {
          // The JVM tells the user, in its own words, when it starts.
        }
      }
    }
    return found;
  }

  private static long bytes(Matcher size) {
    int shift = 10 * " kmgt".indexOf((size.group(2) + " ").toLowerCase(Locale.ROOT).charAt(0));
    long number = Long.parseLong(size.group(1));
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }

  /** Linux's own accounts of memory, read below a root so that tests can bring theirs. */
  record ControlGroup(Path root) {
    private static final String KILLS = "oom_kill ";

    /** The least of the machine's memory and of all limits on the way; empty where unknown. */
    OptionalLong memoryBytes() {
      try {
        long least = Long.MAX_VALUE;
        for (String line : Files.readAllLines(root.resolve("proc/meminfo"))) {
          if (line.startsWith("MemTotal:")) {
            least = Long.parseLong(line.replaceAll("\\D", "")) << 10;
          }
        }
        for (String line : Files.readAllLines(root.resolve("proc/self/cgroup"))) {
          least = Math.min(least, limit(line.split(":", 3)));
        }
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
      } catch (IOException | RuntimeException e) {
        return OptionalLong.empty();
      }
    }

    /** How many processes were ended in this group for want of memory; -1 where unknown. */
    long oomKills() {
      try {
        for (String text : Files.readAllLines(root.resolve("proc/self/cgroup"))) {
          String[] line = text.split(":", 3);
          long kills = isMemory(line) ? nearestKills(line) : -1;
          if (kills >= 0) {
            return kills;
          }
        }
        return -1;
      } catch (IOException | RuntimeException e) {
        return -1;
      }
    }

    private long nearestKills(String[] line) throws IOException {
      String file = line[1].isEmpty() ? "memory.events" : "memory.oom_control";
      Path top = top(line);
      @Nullable Path group = top.resolve(line[2].substring(1)).normalize();
      for (; group != null && group.startsWith(top); group = group.getParent()) {
        if (Files.isReadable(group.resolve(file))) {
          long kills = 0;
          for (String entry : Files.readAllLines(group.resolve(file))) {
            if (entry.startsWith(KILLS)) {
              kills += Long.parseLong(entry.substring(KILLS.length()).strip());
            }
          }
          return kills;
        }
      }
      return -1;
    }

    private static boolean isMemory(String[] line) {
      return line.length == 3
          && (line[1].isEmpty() || List.of(line[1].split(",")).contains("memory"));
    }

    private Path top(String[] line) {
      return root.resolve(line[1].isEmpty() ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
    }

    /** The least limit of a group and the groups around it; a line is {@code id:names:path}. */
    private long limit(String[] line) throws IOException {
      if (!isMemory(line)) {
        return Long.MAX_VALUE;
      }
      Path top = top(line);
      String file = line[1].isEmpty() ? "memory.max" : "memory.limit_in_bytes";
      @Nullable Path group = top.resolve(line[2].substring(1)).normalize();
      long least = Long.MAX_VALUE;
      // Inside a container the path may be the host's: then only the top exists.
      for (; group != null && group.startsWith(top); group = group.getParent()) {
        Path limit = group.resolve(file);
        if (Files.isReadable(limit)) {
          String text = Files.readString(limit).strip();
          least = text.matches("\\d{1,18}") ? Math.min(least, Long.parseLong(text)) : least;
        }
      }
      return least;
    }
  }
}
