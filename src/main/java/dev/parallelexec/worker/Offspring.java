package dev.parallelexec.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.StringTokenizer;

/** The processes that the user's code started and that are still below this one. */
final class Offspring {
  /** How the JDK's threads are called, one of which waits for each process that it starts. */
  static final String REAPER = "process reaper";

  /** What runs meanwhile may start further ones. */
  private static final int ROUNDS = 3;

  /** Nanoseconds in which a process is gone that was ended. */
  private static final long GONE = 1_000_000_000;

  private static final int MOST_CHARACTERS = 60;

  private Offspring() {}

  /** Ends them all, now; never fails. */
  static void end() {
    for (int round = 0; round < ROUNDS && !children().isEmpty(); round++) {
      Iterator<ProcessHandle> below = ProcessHandle.current().descendants().iterator();
      while (below.hasNext()) {
        below.next().destroyForcibly();
      }
    }
  }

  /**
   * The numbers of those right below. Linux keeps a list for each thread, which is read in a
   * fraction of the time that it takes to look at all processes of the machine.
   */
  static List<Long> children() {
    List<Long> children = new ArrayList<>();
    File[] threads = new File("/proc/self/task").listFiles();
    if (threads == null || threads.length == 0 || !new File(threads[0], "children").exists()) {
      Iterator<ProcessHandle> below = ProcessHandle.current().children().iterator();
      while (below.hasNext()) {
        children.add(below.next().pid());
      }
      return children;
    }
    for (File thread : threads) {
      add(thread.getPath(), children);
    }
    // Once more the first thread's, which inherits those of a thread that ended in between.
    add("/proc/self/task/".concat(Long.toString(ProcessHandle.current().pid())), children);
    return children;
  }

  /** Those of them that this very thread started; none where the system does not tell. */
  static List<Long> ofThisThread() {
    List<Long> children = new ArrayList<>();
    add("/proc/thread-self", children);
    return children;
  }

  private static void add(String thread, List<Long> children) {
    try {
      StringTokenizer pids = new StringTokenizer(Files.readString(Path.of(thread, "children")));
      while (pids.hasMoreTokens()) {
        Long pid = Long.valueOf(pids.nextToken());
        if (!children.contains(pid)) {
          children.add(pid);
        }
      }
    } catch (IOException e) {
      // The thread has ended; its list is another's now.
    }
  }

  /** Ends one with all below it and adds their names; false where it would not go. */
  static boolean end(ProcessHandle process, List<String> names) {
    List<ProcessHandle> all = new ArrayList<>();
    all.add(process);
    Iterator<ProcessHandle> below = process.descendants().iterator();
    while (below.hasNext()) {
      all.add(below.next());
    }
    for (ProcessHandle one : all) {
      names.add(name(one));
      one.destroyForcibly();
    }
    return !outlives(null, process, System.nanoTime() + GONE);
  }

  /** Whether a thread, or else a process, is alive at that time. */
  static boolean outlives(@Nullable Thread thread, @Nullable ProcessHandle process, long end) {
    while (thread != null ? thread.isAlive() : process != null && process.isAlive()) {
      if (System.nanoTime() - end >= 0) {
        return true;
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        // Meant for an attempt that is over.
      }
    }
    return false;
  }

  /** {@code process 4711 (sleep 60)}. */
  private static String name(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    String program = info.command().orElse("?");
    StringBuilder command = new StringBuilder(new File(program).getName());
    for (String argument : info.arguments().orElse(new String[0])) {
      command.append(' ').append(argument);
    }
    return Refusal.text("process ", process.pid(), " (", cut(command.toString()), ')');
  }

  /** In one line of bearable length. */
  static String cut(String text) {
    String line = text.replace('\n', ' ').replace('\r', ' ');
    return line.length() <= MOST_CHARACTERS
        ? line
        : line.substring(0, MOST_CHARACTERS - 1).concat("…");
  }
}
