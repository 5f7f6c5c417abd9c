package dev.parallelexec.process;

import java.util.ArrayList;
import java.util.List;

/** Reads thread dumps. */
final class Dumps {
  /** The worker's only thread that runs the user's code, a main class's excepted. */
  static final String TASK_THREAD = "parallel-exec task";

  private static final int MOST_LINES = 40;

  /** Our own program: below the user's code, with reflection between, and above what it prints. */
  private static final String OURS = "\tat dev.parallelexec.worker.";

  /** One of our objects that is locked, or waited for. */
  private static final String OUR_LOCK = "(a dev.parallelexec.worker.";

  /** What stands between our program and the user's code, and below our program. */
  private static final List<String> BELOW =
      List.of(
          "\tat jdk.internal.reflect.",
          "\tat java.lang.reflect.",
          "\tat java.lang.invoke.",
          "\tat java.lang.Thread.run",
          "\t- ",
          "   Locked ownable",
          "   JNI");

  private Dumps() {}

  /** The name of the thread that runs functions; its number as in {@code Span}. */
  static String taskThread(int number) {
    return number == 0 ? TASK_THREAD : TASK_THREAD + " " + number;
  }

  /** Where the user's code is in a thread, a frame a line; empty where the thread is not there. */
  static String thread(String dump, String name) {
    List<String> stack = new ArrayList<>();
    boolean found = false;
    for (String line : dump.lines().toList()) {
      if (!found) {
        found = line.startsWith('"' + name + '"');
      } else if (line.isBlank()) {
        break;
      } else if (!isOurs(line) && stack.size() < MOST_LINES) {
        stack.add(line);
      }
    }
    while (!stack.isEmpty() && isBelow(stack.get(stack.size() - 1))) {
      stack.remove(stack.size() - 1);
    }
    boolean any = stack.stream().anyMatch(line -> line.startsWith("\tat "));
    return any ? String.join("\n", stack) : "";
  }

  private static boolean isOurs(String line) {
    return line.startsWith(OURS) || (line.startsWith("\t- ") && line.contains(OUR_LOCK));
  }

  private static boolean isBelow(String line) {
    return BELOW.stream().anyMatch(line::startsWith);
  }
}
