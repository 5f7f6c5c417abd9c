package dev.parallelexec.process;

import java.util.List;
import java.util.stream.Collectors;

/** Reads thread dumps. */
final class Dumps {
  private static final int MOST_LINES = 30;

  private Dumps() {}

  /** The stack of one thread, a frame a line; empty where it is not in the dump. */
  static String thread(String dump, String name) {
    List<String> lines = dump.lines().toList();
    int from = 0;
    while (from < lines.size() && !lines.get(from).startsWith('"' + name + '"')) {
      from++;
    }
    return lines.stream()
        .skip(from + 1L)
        .takeWhile(line -> !line.isBlank())
        .limit(MOST_LINES)
        .collect(Collectors.joining("\n"));
  }
}
