package dev.parallelexec.report;

/** The terminal that the build prints to. For any thread; no call may throw. */
public interface Terminal {
  /** How large it is, as far as is known; not negative. Does not block. */
  Console.Size size();

  /** Writes to it, in order with what is logged, codes as they are. */
  void write(String codes);
}
