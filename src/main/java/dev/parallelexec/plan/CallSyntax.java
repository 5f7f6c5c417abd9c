package dev.parallelexec.plan;

import dev.parallelexec.task.Call;
import java.util.List;

/** How users write what is called. Whether it exists is found out by the worker. */
final class CallSyntax {
  private CallSyntax() {}

  /** Where the text is wrong, that is a problem, and the call calls nothing. */
  static Call function(Problems problems, String parameter, String text) {
    String given = text.strip();
    if (isFunction(given)) {
      return Call.function(given);
    }
    String method = method(given);
    problems.addMeant(
        parameter,
        given,
        "a method as com.acme.Numbers::cube, or the name of a class that is a Function, Callable,"
            + " Runnable or Supplier",
        isFunction(method) ? method : null);
    return Call.function("");
  }

  /** Where the text is wrong, that is a problem, and the call calls nothing. */
  static Call mainClass(Problems problems, String parameter, String text, List<Integer> codes) {
    String given = text.strip();
    if (isClass(given)) {
      return Call.mainClass(given, codes);
    }
    String type = method(given).replaceFirst("::.*", "");
    problems.addMeant(
        parameter, given, "the name of a class as com.acme.Main", isClass(type) ? type : null);
    return Call.mainClass("", codes);
  }

  /** What it might look like with our own signs between class and method. */
  private static String method(String given) {
    return given
        .replaceAll("\\s", "")
        .replaceFirst("\\(.*\\)$", "")
        .replace('/', '.')
        .replaceFirst("#|(?<!:):(?!:)|->|:::+", "::");
  }

  /** By hand: the patterns for it make a JVM spin classes for some milliseconds. */
  private static boolean isClass(String text) {
    return !text.isEmpty() && qualified(text) == text.length();
  }

  private static boolean isFunction(String text) {
    int colons = text.indexOf("::");
    if (colons < 0) {
      return isClass(text);
    }
    String method = text.substring(colons + 2);
    return isClass(text.substring(0, colons))
        && !method.isEmpty()
        && name(method, 0) == method.length();
  }

  /** Where the names with dots between them end that a text begins with; 0 where there is none. */
  private static int qualified(String text) {
    int end = name(text, 0);
    while (end < text.length() && text.charAt(end) == '.') {
      int next = name(text, end + 1);
      if (next == end + 1) {
        return end;
      }
      end = next;
    }
    return end;
  }

  /** Where the name ends that begins there; there itself where none does. */
  private static int name(String text, int from) {
    int end = from;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (end == from ? !Character.isJavaIdentifierStart(c) : !Character.isJavaIdentifierPart(c)) {
        return end;
      }
      end += Character.charCount(c);
    }
    return end;
  }
}
