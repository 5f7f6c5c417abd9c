package dev.parallelexec.mojo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.plexus.util.cli.CommandLineUtils;
import org.jspecify.annotations.Nullable;

/** JVM arguments as Surefire reads them. */
final class ArgLine {
  private static final Pattern LATE = Pattern.compile("@\\{([^}]+)}");

  private ArgLine() {}

  /**
   * The arguments, one an element.
   *
   * @param property looks up <code>@{property}</code>; null where there is none
   * @param problem told in a sentence what is wrong
   */
  static List<String> split(
      String text, Function<String, @Nullable String> property, Consumer<String> problem) {
    StringBuilder replaced = new StringBuilder();
    Matcher late = LATE.matcher(text);
    while (late.find()) {
      String value = property.apply(late.group(1));
      if (value == null) {
        problem.accept(
            "no property is named '"
                + late.group(1)
                + "'; where it may be missing give it an empty default in <properties>");
        value = "";
      }
      late.appendReplacement(replaced, Matcher.quoteReplacement(value));
    }
    late.appendTail(replaced);
    String line = replaced.toString().replaceAll("[\\r\\n]+", " ").trim();
    if (line.isEmpty()) {
      return List.of();
    }
    try {
      List<String> arguments = new ArrayList<>();
      for (String argument : CommandLineUtils.translateCommandline(line)) {
        if (!argument.isEmpty()) {
          arguments.add(argument);
        }
      }
      return arguments;
    } catch (Exception e) { // so declared; it is an unbalanced quote
      problem.accept("a quote is not closed");
      return List.of();
    }
  }
}
