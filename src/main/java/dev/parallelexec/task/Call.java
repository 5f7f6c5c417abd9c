package dev.parallelexec.task;

import java.util.List;

/**
 * What a task calls; tasks of one list share the value.
 *
 * @param kind function or main class
 * @param className the class's binary name
 * @param method the method's name; empty for a main class and for a function that is a class alone
 * @param successCodes the exit codes with which a main class passes; empty for a function, which
 *     passes by returning
 */
public record Call(Kind kind, String className, String method, List<Integer> successCodes) {
  /** What is called. */
  public enum Kind {
    /** A method, or a class that is a functional interface. */
    FUNCTION,
    /** {@code main(String[])}. */
    MAIN_CLASS
  }

  /** Copies the codes. */
  public Call {
    successCodes = List.copyOf(successCodes);
  }

  /** A function as users write it: {@code com.acme.Numbers::cube}, or a class name alone. */
  public static Call function(String text) {
    int colons = text.indexOf("::");
    return colons < 0
        ? new Call(Kind.FUNCTION, text, "", List.of())
        : new Call(Kind.FUNCTION, text.substring(0, colons), text.substring(colons + 2), List.of());
  }

  /** A main class with its success codes. */
  public static Call mainClass(String className, List<Integer> successCodes) {
    return new Call(Kind.MAIN_CLASS, className, "", successCodes);
  }

  /** The call as users write it. */
  public String text() {
    return method.isEmpty() ? className : className + "::" + method;
  }
}
