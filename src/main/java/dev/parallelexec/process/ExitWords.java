package dev.parallelexec.process;

/**
 * An exit code in words.
 *
 * @param code as {@link Process#exitValue} gives it
 * @param signal as {@code SIGKILL}; empty where it was none
 * @param sentence as {@code exit 137 (SIGKILL): killed from outside, probably out of memory}
 */
record ExitWords(int code, String signal, String sentence) {
  /** The words. */
  static ExitWords of(int code) {
    return new ExitWords(code, "", "exit " + code);
  }
}
