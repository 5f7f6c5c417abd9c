package dev.parallelexec.plan;

import dev.parallelexec.task.Call;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How users write what is called. Whether it exists is found out by the worker. */
final class CallSyntax {
  private static final String NAME = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+";
  private static final String QUALIFIED = NAME + "(?:\\." + NAME + ")*+";
  private static final Pattern CLASS = Pattern.compile(QUALIFIED);
  private static final Pattern FUNCTION = Pattern.compile(QUALIFIED + "(?:::" + NAME + ")?");

  private CallSyntax() {}

  /** Where the text is wrong, that is a problem, and the call calls nothing. */
  static Call function(Problems problems, String parameter, String text) {
    String given = text.strip();
    if (FUNCTION.matcher(given).matches()) {
      return Call.function(given);
    }
    problems.addMeant(
        parameter,
        given,
        "a method as com.acme.Numbers::cube, or the name of a class that is a Function, Callable,"
            + " Runnable or Supplier",
        matching(FUNCTION, method(given)));
    return Call.function("");
  }

  /** Where the text is wrong, that is a problem, and the call calls nothing. */
  static Call mainClass(Problems problems, String parameter, String text, List<Integer> codes) {
    String given = text.strip();
    if (CLASS.matcher(given).matches()) {
      return Call.mainClass(given, codes);
    }
    problems.addMeant(
        parameter,
        given,
        "the name of a class as com.acme.Main",
        matching(CLASS, method(given).replaceFirst("::.*", "")));
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

  private static @Nullable String matching(Pattern pattern, String text) {
    return pattern.matcher(text).matches() ? text : null;
  }
}
