package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The processors' time that a JVM has used so far, in the ticks of the system, which are hundredths
 * of a second on every Linux of today.
 *
 * @param all of the whole process, dead threads included
 * @param optimizing of HotSpot's second compiler, C2, as far as its threads still live
 */
public record ProcessorTime(long all, long optimizing) {
  /** Behind the name, which may contain anything: user's and system's ticks are the 12th, 13th. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  /**
   * That of a process; null where it is gone, or the system does not tell. Takes less than a
   * millisecond. Linux only.
   */
  public static @Nullable ProcessorTime of(long pid) {
    Path process = Path.of("/proc/" + pid);
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      long optimizing = 0;
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"));
        // The system cuts "C2 CompilerThread0" to 15 characters.
        if (stat.contains("(C2 CompilerThre")) {
          optimizing += ticks(stat);
        }
      }
      return new ProcessorTime(ticks(Files.readString(process.resolve("stat"))), optimizing);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
  }
}
