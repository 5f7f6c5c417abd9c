package dev.parallelexec.worker;

/** Unwinds a thread whose code asked for the JVM's end; an error, so that fewer catch it. */
final class ExitError extends Error {
  private static final long serialVersionUID = 1L;

  final int code;

  ExitError(int code) {
    super("exit " + code, null, false, false);
    this.code = code;
  }
}
