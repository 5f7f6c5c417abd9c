package dev.parallelexec.task;

import org.jspecify.annotations.Nullable;

/**
 * Why an attempt did not pass, as structured text: no object of the user's crosses.
 *
 * @param type the exception's class name; empty where there was none
 * @param message the sentence that people read first; never empty
 * @param stack the stack trace, empty where there was none
 * @param exitCode with which the task, or its worker, ended; null where neither exited
 * @param signal the name of the signal that ended the worker, as {@code SIGKILL}; else empty
 */
public record Failure(
    String type, String message, String stack, @Nullable Integer exitCode, String signal) {
  /** A failure without an exception. */
  public static Failure of(String message) {
    return new Failure("", message, "", null, "");
  }

  /** A failure by exit code. */
  public static Failure exit(String message, int exitCode) {
    return new Failure("", message, "", exitCode, "");
  }

  /** One line for lists: the type's simple name, and the message's first line. */
  public String headline() {
    String first = message.lines().findFirst().orElse("");
    if (type.isEmpty()) {
      return first;
    }
    String simple = type.substring(type.lastIndexOf('.') + 1);
    return first.isEmpty() ? simple : simple + ": " + first;
  }
}
