package dev.parallelexec.worker;

import dev.parallelexec.task.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * What users' code threw, as bounded text; an exception whose own methods throw is no exception.
 */
final class Failures {
  private static final int MESSAGE = 1 << 20;
  private static final int STACK = 200 << 10;

  private Failures() {}

  /** Why an attempt failed that ended with a throwable. */
  static Failure of(Throwable thrown) {
    if (thrown instanceof ExitError exit) {
      return Failure.exit(Refusal.text("System.exit(", exit.code, ") was called"), exit.code);
    }
    if (thrown instanceof Refusal refusal) {
      Throwable cause = refusal.getCause();
      return new Failure(
          cause == null ? "" : cause.getClass().getName(),
          cut(refusal.sentence(), MESSAGE),
          cause == null ? "" : stack(cause),
          null,
          "");
    }
    String message = message(thrown);
    return new Failure(
        thrown.getClass().getName(),
        message.isEmpty() ? "(no message)" : message,
        stack(thrown),
        null,
        "");
  }

  /** The error of the JVM's own that was thrown, however it was wrapped; null where none was. */
  static @Nullable VirtualMachineError ofTheJvm(Throwable thrown) {
    VirtualMachineError found = null;
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (at instanceof VirtualMachineError error && !(found instanceof OutOfMemoryError)) {
        found = error;
      }
      at = cause(at);
    }
    return found;
  }

  /** The message, empty where there is none. */
  static String message(Throwable thrown) {
    try {
      String message = thrown.getLocalizedMessage();
      return message == null ? "" : cut(message, MESSAGE);
    } catch (Throwable e) {
      return Refusal.text("(its getMessage threw ", e.getClass().getName(), ")");
    }
  }

  /** The class, and the message where there is one. */
  static String named(Throwable thrown) {
    String message = message(thrown);
    String type = thrown.getClass().getName();
    return message.isEmpty() ? type : Refusal.text(type, ": ", message);
  }

  private static String stack(Throwable thrown) {
    try {
      Throwable at = thrown;
      for (int depth = 0; at != null && depth < 20; depth++) {
        trim(at);
        at = cause(at);
      }
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      return cut(text.toString(), STACK);
    } catch (Throwable e) {
      return Refusal.text(
          thrown.getClass().getName(), " (its printStackTrace threw ", e.getClass().getName(), ")");
    }
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  /** Takes away the frames below the user's code: ours, and the reflection above them. */
  private static void trim(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    int end = 0;
    while (end < frames.length
        && !frames[end].getClassName().startsWith("dev.parallelexec.worker.")) {
      end++;
    }
    if (end == frames.length) {
      return;
    }
    while (end > 0 && reflective(frames[end - 1].getClassName())) {
      end--;
    }
    thrown.setStackTrace(Arrays.copyOf(frames, end));
  }

  private static boolean reflective(String type) {
    return type.startsWith("java.lang.reflect.")
        || type.startsWith("jdk.internal.reflect.")
        || type.startsWith("java.lang.invoke.");
  }

  private static String cut(String text, int most) {
    return text.length() <= most
        ? text
        : Refusal.text(text.substring(0, most), "… (cut; ", text.length(), " characters in all)");
  }
}
