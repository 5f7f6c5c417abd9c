package dev.parallelexec.jvm;

import java.util.Map;

/**
 * An exit code in words.
 *
 * @param code as {@link Process#exitValue} gives it: on Unix 128 + n for a process that signal n
 *     ended
 * @param signal as {@code SIGKILL}; empty where it was none
 * @param sentence as {@code exit 137 (SIGKILL): killed from outside, probably for want of memory}
 */
public record ExitWords(int code, String signal, String sentence) {
  /** Signals whose numbers are the same on Linux and macOS. */
  private static final Map<Integer, Signal> SIGNALS =
      Map.ofEntries(
          Map.entry(1, new Signal("SIGHUP", "its terminal or session ended")),
          Map.entry(2, new Signal("SIGINT", "interrupted, as by Ctrl-C")),
          Map.entry(3, new Signal("SIGQUIT", "told to quit")),
          Map.entry(4, new Signal("SIGILL", "native code ran an illegal instruction")),
          Map.entry(5, new Signal("SIGTRAP", "a trap in native code")),
          Map.entry(6, new Signal("SIGABRT", "the JVM or native code aborted")),
          Map.entry(8, new Signal("SIGFPE", "an arithmetic error in native code")),
          Map.entry(
              9,
              new Signal("SIGKILL", "killed from outside, probably by the system's memory limit")),
          Map.entry(11, new Signal("SIGSEGV", "native code touched memory that is not its own")),
          Map.entry(13, new Signal("SIGPIPE", "wrote to a closed pipe")),
          Map.entry(14, new Signal("SIGALRM", "an alarm in native code")),
          Map.entry(15, new Signal("SIGTERM", "terminated from outside")),
          Map.entry(24, new Signal("SIGXCPU", "its limit of processor time is used up")),
          Map.entry(25, new Signal("SIGXFSZ", "wrote a file larger than its limit")),
          Map.entry(31, new Signal("SIGSYS", "a system call that is not allowed")));

  private static final Signal LINUX_BUS =
      new Signal("SIGBUS", "a mapped file was cut short, or the disk or memory is full");

  /** Codes that are not 128 + n, where something is known about them. */
  private static final Map<Integer, String> CODES =
      Map.ofEntries(
          Map.entry(0, "the JVM ended by itself, as by Runtime.halt(0)"),
          Map.entry(1, "the JVM refused to start, or something ended it with that code"),
          Map.entry(
              70,
              "the worker found itself broken, its last words say why; or something ended it so"),
          Map.entry(71, "its channel to Maven was closed, or something ended it with that code"),
          Map.entry(126, "the program cannot be run"),
          Map.entry(127, "a program or a library was not found"),
          Map.entry(0xC0000005, "access violation in native code"),
          Map.entry(0xC000013A, "interrupted, as by Ctrl-C"),
          Map.entry(0xC0000142, "a DLL could not be initialized"),
          Map.entry(0xC00000FD, "stack overflow in native code"),
          Map.entry(0xC0000409, "the JVM or native code aborted"));

  /** The words; never fails. */
  public static ExitWords of(int code) {
    Signal signal = code == 128 + 7 ? LINUX_BUS : SIGNALS.get(code - 128);
    if (signal != null) {
      return new ExitWords(
          code, signal.name, "exit " + code + " (" + signal.name + "): " + signal.words);
    }
    String shown =
        code < 0 && code >>> 28 == 0xC ? code + String.format(" (0x%08X)", code) : "" + code;
    String words = CODES.get(code);
    return new ExitWords(code, "", "exit " + shown + (words == null ? "" : ": " + words));
  }

  /** The same exit, of which more is known. */
  public ExitWords because(String words) {
    String name = signal.isEmpty() ? "" : " (" + signal + ")";
    return new ExitWords(code, signal, "exit " + code + name + ": " + words);
  }

  private record Signal(String name, String words) {}
}
